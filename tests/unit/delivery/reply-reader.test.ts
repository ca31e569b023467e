import { ReplyFault, ReplyReader, type SmtpReply } from '../../../src/delivery/reply-reader.ts';

function readAll(...chunks: readonly (string | Buffer)[]): SmtpReply[] {
  const reader = new ReplyReader();
  const replies: SmtpReply[] = [];
  for (const chunk of chunks) reader.read(Buffer.from(chunk), (reply) => replies.push(reply));
  return replies;
}

const conversation = '250-first\r\n250-second\r\n250 last\r\n354 go on\n550\r\n451-\r\n451 4.7.1 later\r\n';
const replies: SmtpReply[] = [
  { code: 250, text: '250 first second last' },
  { code: 354, text: '354 go on' },
  { code: 550, text: '550 ' },
  { code: 451, text: '451 4.7.1 later' },
];

test('replies of one and of many lines are read, their lines ending in CRLF or LF', () => {
  expect(readAll(conversation)).toEqual(replies);
});

test('replies read the same wherever the network cuts them', () => {
  expect(readAll(...conversation.split(''))).toEqual(replies);
  for (let cut = 1; cut < conversation.length; cut += 1)
    expect(readAll(conversation.slice(0, cut), conversation.slice(cut))).toEqual(replies);
});

test('a reply without its line end is not a reply yet', () => {
  expect(readAll('250 almost\r')).toEqual([]);
});

test('of a long reply 1 KB is kept', () => {
  const [reply] = readAll(`${'250-wordy and more\r\n'.repeat(2000)}250 end\r\n`);
  expect(reply?.code).toBe(250);
  expect(reply?.text).toHaveLength(1024);
});

test.each([
  ['words', 'hello there\r\n'],
  ['an empty line', '\r\n'],
  ['a code of two digits', '25 ok\r\n'],
  ['a code of four digits', '2500 ok\r\n'],
  ['a code below 200', '199 ok\r\n'],
  ['a code above 599', '600 ok\r\n'],
  ['no space after the code', '250ok\r\n'],
  ['bytes beyond text', Buffer.from([0, 255, 254, 10])],
  ['lines of different codes', '250-yes\r\n550 no\r\n'],
  ['a lone CR within a line', '250 a\rb\r\n'],
])('%s is a fault', (_name, bytes) => {
  expect(() => readAll(bytes)).toThrow(ReplyFault);
});

test.each([
  ['in one piece', ['2'.repeat(10_000_000)]],
  ['ended at last', [`250 ${'x'.repeat(10_000_000)}\r\n`]],
  ['in many pieces', Array.from({ length: 5000 }, () => '2')],
])('a line that does not end is a fault: %s', (_name, chunks) => {
  expect(() => readAll(...chunks)).toThrow(ReplyFault);
});

test('a reply that does not end is a fault, though its lines are short', () => {
  expect(() => readAll('250-more\r\n'.repeat(10_000))).toThrow('a reply does not end');
});

test('what came before a fault was heard', () => {
  const heard: SmtpReply[] = [];
  expect(() => new ReplyReader().read(Buffer.from('250 ok\r\nrubbish\r\n'), (r) => heard.push(r))).toThrow(
    ReplyFault,
  );
  expect(heard).toEqual([{ code: 250, text: '250 ok' }]);
});
