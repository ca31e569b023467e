import { judgeAddress } from '../../../src/audience/guard/address-policy.ts';
import { parseAddress } from '../../../src/delivery/address.ts';

const rules = { disposable: 'ask', roleAddresses: 'allow', ownDomains: ['brief.example'] } as const;
const judge = (text: string, setting: Parameters<typeof judgeAddress>[1] = rules) => {
  const address = parseAddress(text);
  if (!address) throw new Error(`${text} is no address`);
  return judgeAddress(address, setting);
};

test.each(['ada@mailinator.com', 'ada@team.mailinator.com', 'ADA@Brief.Example', 'ada@a.b.brief.example'])(
  '%s is from a throwaway service',
  (text) => {
    expect(judge(text)).toEqual({ policy: 'ask', why: 'disposable' });
  },
);

test.each([
  'ada@example.test',
  'ada@notmailinator.com',
  'ada@brief.example.test',
  'mailinator.com@example.test',
])('%s is not', (text) => {
  expect(judge(text).policy).toBe('allow');
});

test('an office is known by its name, with a tag or without, and a person by theirs', () => {
  const setting = { ...rules, roleAddresses: 'refuse' } as const;
  expect(judge('Info@example.test', setting)).toEqual({ policy: 'refuse', why: 'role' });
  expect(judge('sales+paper@example.test', setting).policy).toBe('refuse');
  expect(judge('information@example.test', setting).policy).toBe('allow');
  expect(judge('ada.sales@example.test', setting).policy).toBe('allow');
});

test('of two rules the stricter one counts', () => {
  expect(judge('info@mailinator.com', { ...rules, roleAddresses: 'refuse' })).toEqual({
    policy: 'refuse',
    why: 'role',
  });
  expect(judge('info@mailinator.com', { ...rules, disposable: 'refuse', roleAddresses: 'ask' })).toEqual({
    policy: 'refuse',
    why: 'disposable',
  });
});
