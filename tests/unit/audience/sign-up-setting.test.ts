import { signUpSettingForm } from '../../../src/audience/guard/sign-up-setting.ts';

const typed = {
  proofOfWork: false,
  workBits: '14',
  leastSeconds: '0',
  disposable: 'ask',
  roleAddresses: 'allow',
  ownDomains: '',
  sites: '',
  alarmFloor: '300',
  alarmTimes: '20',
};

test('sites are kept as origins, once each, however they were pasted', () => {
  const { data } = signUpSettingForm.safeParse({
    ...typed,
    sites: 'news.example.org\nhttps://News.example.org/sport?x=1\n\nhttp://localhost:8080/',
  });
  expect(data?.sites).toEqual(['https://news.example.org', 'http://localhost:8080']);
});

test.each([
  "https://a.example 'none'",
  'https://*.example.org',
  'javascript:alert(1)',
  'https://u:p@a.example',
  '*',
])('%j is no site: nothing but an origin may reach a header', (sites) => {
  expect(signUpSettingForm.safeParse({ ...typed, sites }).success).toBe(false);
});

test('domains may come with an @ before them, and what is none is refused', () => {
  const { data } = signUpSettingForm.safeParse({ ...typed, ownDomains: '@Brief.example, gone.test' });
  expect(data?.ownDomains).toEqual(['brief.example', 'gone.test']);
  expect(signUpSettingForm.safeParse({ ...typed, ownDomains: 'not a domain!' }).success).toBe(false);
});

test.each([
  ['workBits', '7'],
  ['workBits', '23'],
  ['leastSeconds', '-1'],
  ['alarmFloor', ''],
  ['alarmTimes', '1'],
  ['disposable', 'maybe'],
])('%s may not be %j', (field, value) => {
  expect(signUpSettingForm.safeParse({ ...typed, [field]: value }).success).toBe(false);
});
