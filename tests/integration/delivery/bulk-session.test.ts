import { SMTPServer } from 'smtp-server';
import { type BulkMail, BulkSession, stuffDots } from '../../../src/delivery/bulk-session.ts';
import type { HandOver } from '../../../src/delivery/hand-over.ts';
import { type LanePool, createBulkPool } from '../../../src/delivery/lane-pool.ts';
import { ConnectError, type Relay, connectForBulk } from '../../../src/delivery/smtp-connect.ts';
import { findFreePort } from '../../../src/platform/free-port.ts';
import { type Step, useScriptedSmtp } from '../../support/scripted-smtp.ts';

const server = useScriptedSmtp();
const pools: LanePool[] = [];

const from = 'b-token@bounce.example.org';
const relayAt = (port: number): Relay => ({ host: '127.0.0.1', port, tls: 'none' });
const open = () => connectForBulk(relayAt(server.port), 'sender.example.test');

type Letter = { readonly to: string; readonly bytes: Buffer };

const letter = (to: string, body = 'Good morning.\r\n'): Letter => ({
  to: `${to}@example.test`,
  bytes: Buffer.from(`To: ${to}\r\n\r\n${body}`, 'latin1'),
});

/** As the mail writer does: into the room when it fits, else into a buffer of its own. */
function write({ to, bytes }: Letter, room: Buffer): BulkMail {
  const fits = bytes.length <= room.length;
  if (fits) bytes.copy(room);
  return { envelope: { from, to }, bytes: fits ? room.subarray(0, bytes.length) : Buffer.from(bytes) };
}

type Told = {
  /** By address, every end that was told: one each, if all is well. */
  readonly ends: Map<string, (HandOver | 'not written')[]>;
  readonly refusedConnections: unknown[];
  /** Letters that nobody took. */
  readonly left: Letter[];
  readonly pool: LanePool;
};

type Options = {
  readonly connections?: number;
  readonly mailsPerConnection?: number;
  readonly port?: number;
  readonly unwritable?: string;
};

/** Sends letters through a pool until each has its end or the relay takes no connection. */
async function deliver(letters: readonly Letter[], options: Options = {}): Promise<Told> {
  const left = [...letters];
  const ends: Told['ends'] = new Map();
  const refusedConnections: unknown[] = [];
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const tell = ({ to }: Letter, end: HandOver | 'not written'): void => {
    ends.set(to, [...(ends.get(to) ?? []), end]);
    if ([...ends.values()].flat().length >= letters.length) finish();
  };
  const pool = createBulkPool<Letter>(
    () => connectForBulk(relayAt(options.port ?? server.port), 'sender.example.test'),
    {
      waiting: () => left.length,
      take: () => left.shift(),
      write(work, room) {
        if (work.to === options.unwritable) throw new Error('no ink');
        return write(work, room);
      },
      settle: tell,
      fail: (work) => tell(work, 'not written'),
      noConnection(error) {
        refusedConnections.push(error);
        finish();
      },
    },
    { connections: options.connections ?? 1, mailsPerConnection: options.mailsPerConnection ?? 100 },
  );
  pools.push(pool);
  pool.kick();
  await finished;
  return { ends, refusedConnections, left, pool };
}

/** What was told, shortened for a table: the kind, and of a reply its stage and code. */
const short = (end: HandOver | 'not written'): string => {
  if (end === 'not written') return end;
  return 'reply' in end ? `${end.kind} ${end.reply.stage} ${end.reply.code}` : end.kind;
};

const endsOf = ({ ends }: Told): Record<string, string> =>
  Object.fromEntries(
    [...ends].map(([to, list]) => [to.slice(0, to.indexOf('@')), list.map(short).join(' and ')]),
  );

const arrivals = (): string[] => server.mails.map(({ to }) => to.slice(0, to.indexOf('@')));

/** After everything is cut, nothing more may be told: each letter has exactly one end. */
async function expectOneEndEach(told: Told, letters: readonly Letter[]): Promise<void> {
  told.pool.destroyAll();
  await new Promise((resolve) => setImmediate(resolve));
  expect(told.ends.size + told.left.length).toBe(letters.length);
  for (const list of told.ends.values()) expect(list).toHaveLength(1);
  for (const [to, [end]] of told.ends) {
    if (end !== undefined && end !== 'not written' && end.kind === 'accepted')
      expect(server.mails.map((mail) => mail.to)).toContain(to);
  }
}

afterEach(() => {
  for (const pool of pools.splice(0)) pool.destroyAll();
});

const three = [letter('ada'), letter('ben'), letter('dora')];
const ways = [
  { way: 'with PIPELINING', extensions: ['PIPELINING'] },
  { way: 'without PIPELINING', extensions: [] },
];
const isPipelined = (extensions: readonly string[]): boolean => extensions.includes('PIPELINING');

test.each([
  [[]],
  [['PIPELINING']],
  [['SIZE 1000000']],
  [['8BITMIME', 'SMTPUTF8']],
  [['PIPELINING', 'SIZE', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES']],
])('the same bytes arrive, whatever the relay offers: %j', async (extensions) => {
  server.play({ extensions });
  const told = await deliver(three);
  expect(endsOf(told)).toEqual({ ada: 'accepted', ben: 'accepted', dora: 'accepted' });
  expect(server.mails).toEqual(three.map((mail) => ({ from, ...mail })));
  expect(server.heard).toHaveLength(1);
  await expectOneEndEach(told, three);
});

test('with PIPELINING the next envelope goes out in one piece with the body before it', async () => {
  server.play({ extensions: ['PIPELINING'] });
  const letters = Array.from({ length: 30 }, (_, n) => letter(`reader${n}`));
  await deliver(letters);
  expect(server.mails.map((mail) => mail.to)).toEqual(letters.map((mail) => mail.to));
  const wire = Buffer.concat(server.heard[0]?.raw ?? []).toString();
  const behind = /\r\n\.\r\nMAIL FROM:<[^>]*>\r\nRCPT TO:<[^>]*>\r\nDATA\r\n/g;
  expect(wire.match(behind)).toHaveLength(29);
  // EHLO, the first envelope, then a body at a time: the network may join pieces, it seldom cuts such small ones.
  expect(server.heard[0]?.raw.length).toBeLessThanOrEqual(2 + 30);
});

test('without PIPELINING no command is sent before the one before it was answered', async () => {
  server.play({});
  await deliver(three);
  for (const piece of server.heard[0]?.raw ?? [])
    expect(piece.toString().match(/^(EHLO|MAIL|RCPT|DATA)\b/gm)?.length ?? 0).toBeLessThanOrEqual(1);
});

const refusals = ways.flatMap(({ way, extensions }) =>
  (['mail', 'rcpt', 'data', 'dot'] as const).flatMap((stage) =>
    [450, 452, 503, 550, 554].map((code) => ({ way, extensions, stage, code })),
  ),
);

test.each(refusals)(
  '$code at $stage is told with stage, code and words, and the next mail still goes, $way',
  async ({ extensions, stage, code }) => {
    server.play({
      extensions,
      answer: (step, _connection, mail) =>
        step === stage && mail === 1 ? `${code}-4.0.0 not\r\n${code} today` : undefined,
    });
    const told = await deliver(three);
    expect(endsOf(told)).toEqual({ ada: `replied ${stage} ${code}`, ben: 'accepted', dora: 'accepted' });
    expect(told.ends.get('ada@example.test')).toMatchObject([{ reply: { text: `${code} 4.0.0 not today` } }]);
    expect(server.mails).toEqual(three.slice(1).map((mail) => ({ from, ...mail })));
    expect(server.heard).toHaveLength(1);
    await expectOneEndEach(told, three);
  },
);

test.each(['250 taken, what luck', '554 5.5.1 nobody to give it to'])(
  'a relay that asks for the body although it refused the recipient gets none: %s',
  async (afterDot) => {
    server.play({
      extensions: ['PIPELINING'],
      answer(step, _connection, mail) {
        if (mail !== 1) return undefined;
        if (step === 'rcpt') return '550 5.1.1 user unknown';
        if (step === 'data') return '354 go on';
        return step === 'dot' ? afterDot : undefined;
      },
    });
    const told = await deliver(three);
    expect(endsOf(told)).toEqual({ ada: 'replied rcpt 550', ben: 'accepted', dora: 'accepted' });
    const wire = Buffer.concat(server.heard[0]?.raw ?? []).toString();
    expect(wire).not.toContain('To: ada');
    await expectOneEndEach(told, three);
  },
);

test.each(ways)('a relay that does not know RSET harms nothing, $way', async ({ extensions }) => {
  server.play({
    extensions,
    answer(step, _connection, mail) {
      if (step === 'rset') return '502 what is that';
      return step === 'mail' && mail === 1 ? '451 later' : undefined;
    },
  });
  expect(endsOf(await deliver(three))).toEqual({
    ada: 'replied mail 451',
    ben: 'accepted',
    dora: 'accepted',
  });
});

describe.each(ways)('421 $way', ({ extensions }) => {
  test.each(['mail', 'rcpt', 'data', 'dot'] as const)(
    'at %s: that mail is told so, the others go on',
    async (stage) => {
      server.play({
        extensions,
        answer: (step, connection) =>
          step === stage && connection === 1 ? '421 4.3.2 closing down' : undefined,
      });
      const told = await deliver(three);
      // Behind the body of the first the envelope of the second had gone.
      const ben = stage === 'dot' && isPipelined(extensions) ? 'lost-before-body' : 'accepted';
      expect(endsOf(told)).toEqual({ ada: `replied ${stage} 421`, ben, dora: 'accepted' });
      expect(server.heard).toHaveLength(2);
      await expectOneEndEach(told, three);
    },
  );

  test('at RSET: the mail that was to follow is told so', async () => {
    server.play({
      extensions,
      answer(step, connection) {
        if (connection !== 1) return undefined;
        if (step === 'rset') return '421 enough';
        return step === 'rcpt' ? '550 5.1.1 user unknown' : undefined;
      },
    });
    const told = await deliver(three);
    expect(endsOf(told)).toEqual({ ada: 'replied rcpt 550', ben: 'replied mail 421', dora: 'accepted' });
    await expectOneEndEach(told, three);
  });
});

test.each(['banner', 'ehlo'] as const)('421 at %s: no mail is taken', async (stage) => {
  server.play({ answer: (step) => (step === stage ? '421 4.3.2 not now' : undefined) });
  const told = await deliver(three);
  expect(told.refusedConnections).toHaveLength(1);
  expect(told.refusedConnections[0]).toMatchObject({ reply: { code: 421, stage: 'connect' } });
  expect(told.left).toHaveLength(3);
  await expectOneEndEach(told, three);
});

const cuts = ways.flatMap(({ way, extensions }) =>
  (['fin', 'rst'] as const).flatMap((how) =>
    (['mail', 'rcpt', 'data', 'body', 'dot'] as const).map((stage) => ({ way, extensions, how, stage })),
  ),
);

test.each(cuts)(
  'a connection ended by $how at $stage $way loses the mail before or after its body, as it was',
  async ({ extensions, how, stage }) => {
    const letters = [letter('ada', 'A long morning.\r\n'.repeat(20_000)), letter('ben'), letter('dora')];
    server.play({
      extensions,
      answer: (step, connection) => (step === stage && connection === 1 ? how : undefined),
      cutBody: (connection) => (stage === 'body' && connection === 1 ? how : undefined),
    });
    const told = await deliver(letters);
    const isAfter = stage === 'body' || stage === 'dot';
    expect(endsOf(told)).toEqual({
      ada: isAfter ? 'lost-after-body' : 'lost-before-body',
      ben: isAfter && isPipelined(extensions) ? 'lost-before-body' : 'accepted',
      dora: 'accepted',
    });
    await expectOneEndEach(told, letters);
  },
);

test.each([
  ['banner', 'fin'],
  ['banner', 'rst'],
  ['ehlo', 'fin'],
  ['ehlo', 'rst'],
] as const)('a connection ended at %s by %s takes no mail and is told once', async (stage, how) => {
  server.play({ answer: (step) => (step === stage ? how : undefined) });
  const told = await deliver(three);
  expect(told.refusedConnections).toEqual([expect.any(ConnectError)]);
  await expectOneEndEach(told, three);
  expect(told.refusedConnections).toHaveLength(1);
  expect(told.left).toHaveLength(3);
});

test.each(ways)('replies byte by byte or ended by LF alone are understood, $way', async ({ extensions }) => {
  server.play({ extensions, isDripping: true, lineEnd: '\n' });
  const told = await deliver(three);
  expect(endsOf(told)).toEqual({ ada: 'accepted', ben: 'accepted', dora: 'accepted' });
});

const floods = {
  words: Buffer.from('hello, who is there?\r\n'),
  'bytes of no alphabet': Buffer.from([0, 13, 10, 255, 0, 10]),
  'codes that differ': Buffer.from('250-yes\r\n550 no\r\n'),
  'a line of 10 MB': Buffer.alloc(10_000_000, '2'),
  'a reply without an end': Buffer.from('250-and more\r\n'.repeat(700_000)),
};
const lies = ways.flatMap(({ way, extensions }) =>
  Object.entries(floods).flatMap(([what, bytes]) =>
    (['mail', 'rcpt', 'data', 'dot'] as const).map((stage) => ({ way, extensions, what, bytes, stage })),
  ),
);

test.each(lies)('$what at $stage $way ends the connection, not the pool', async (lie) => {
  server.play({
    extensions: lie.extensions,
    answer: (step, connection) => (step === lie.stage && connection === 1 ? lie.bytes : undefined),
  });
  const told = await deliver(three);
  const isAfter = lie.stage === 'dot';
  expect(endsOf(told)).toEqual({
    ada: isAfter ? 'lost-after-body' : 'lost-before-body',
    ben: isAfter && isPipelined(lie.extensions) ? 'lost-before-body' : 'accepted',
    dora: 'accepted',
  });
  await expectOneEndEach(told, three);
});

test.each(Object.entries(floods))('a banner of %s takes no mail', async (_what, bytes) => {
  server.play({ answer: (step) => (step === 'banner' ? bytes : undefined) });
  const told = await deliver(three);
  expect(told.refusedConnections).toEqual([expect.any(ConnectError)]);
  expect(told.left).toHaveLength(3);
  await expectOneEndEach(told, three);
});

const outOfTurn = [
  ['data', '250 thank you', 'lost-before-body'],
  ['dot', '354 go on', 'lost-after-body'],
  ['mail', '354 go on', 'lost-before-body'],
  ['rcpt', '354 go on', 'lost-before-body'],
] as const;

test.each(outOfTurn)(
  'at %s the answer %j is out of turn and ends the connection: the mail is %s',
  async (stage, answer, end) => {
    server.play({
      answer: (step, connection) => (step === stage && connection === 1 ? answer : undefined),
    });
    const told = await deliver(three);
    expect(endsOf(told)).toEqual({ ada: end, ben: 'accepted', dora: 'accepted' });
    await expectOneEndEach(told, three);
  },
);

const unasked = ways.flatMap(({ way, extensions }) =>
  (['banner', 'mail', 'rcpt', 'dot'] as const).map((stage) => ({ way, extensions, stage })),
);

test.each(unasked)('replies nobody asked for at $stage $way neither hang nor count twice', async (lie) => {
  const codes: Partial<Record<Step, string>> = { banner: '220 hello', dot: '250 taken' };
  server.play({
    extensions: lie.extensions,
    answer: (step, connection) =>
      step === lie.stage && connection === 1
        ? `${codes[step] ?? '250 ok'}\r\n250 and more\r\n250 and more`
        : undefined,
  });
  await expectOneEndEach(await deliver(three), three);
});

test('an unasked word to an idle connection ends it, and the next mail opens another', async () => {
  server.play({
    answer: (step, connection) => (step === 'dot' && connection === 1 ? '250 taken\r\n421 idle' : undefined),
  });
  const told = await deliver([letter('ada')]);
  told.left.push(letter('ben'));
  told.pool.kick();
  await server.until(() => arrivals().length === 2);
  expect(endsOf(told)['ada']).toBe('accepted');
});

test.each(ways)('a mail larger than SIZE allows is not offered, $way', async ({ extensions }) => {
  server.play({ extensions: [...extensions, 'SIZE 1000'] });
  const letters = [letter('ada', 'x'.repeat(1000)), letter('ben'), letter('dora', 'x'.repeat(1001))];
  const told = await deliver(letters);
  expect(endsOf(told)).toEqual({
    ada: 'not-offered mail 552',
    ben: 'accepted',
    dora: 'not-offered mail 552',
  });
  expect(Buffer.concat(server.heard[0]?.raw ?? []).toString()).not.toMatch(/ada|dora/);
  await expectOneEndEach(told, letters);
});

test('the declared SIZE is that of the mail, without the dots doubled on the way', async () => {
  server.play({ extensions: ['SIZE 20000'] });
  const dotted = letter('ada', '.\r\n'.repeat(3000));
  await deliver([dotted]);
  expect(server.heard[0]?.commands).toContain(`MAIL FROM:<${from}> SIZE=${dotted.bytes.length}`);
  expect(server.mails).toEqual([{ from, ...dotted }]);
});

test.each(ways)('an address beyond ASCII goes only where SMTPUTF8 is offered, $way', async (way) => {
  const zoe = { to: 'zoë@example.test', bytes: Buffer.from('To: Zoe\r\n\r\nHello.\r\n') };
  server.play({ extensions: way.extensions });
  const plain = await deliver([zoe, letter('ben')]);
  expect(endsOf(plain)).toEqual({ zoë: 'not-offered rcpt 550', ben: 'accepted' });
  expect(Buffer.concat(server.heard[0]?.raw ?? []).toString()).not.toContain('zo');
  plain.pool.destroyAll();

  server.play({ extensions: [...way.extensions, '8BITMIME', 'SMTPUTF8'] });
  expect(endsOf(await deliver([zoe, letter('ben')]))).toEqual({ zoë: 'accepted', ben: 'accepted' });
  expect(server.heard[0]?.commands.filter((line) => line.startsWith('MAIL'))).toEqual([
    `MAIL FROM:<${from}> BODY=8BITMIME SMTPUTF8`,
    `MAIL FROM:<${from}>`,
  ]);
  expect(server.mails.map((mail) => mail.to)).toEqual(['zoë@example.test', 'ben@example.test']);
});

const hostile = [
  '.\r\n',
  '..\r\n',
  'a\r\n.\r\nMAIL FROM:<x@example.test>\r\nb\r\n',
  '\r\n\r\n.\r\n.\r\n',
  '.a\r\n',
];
const careless = ['a\n.\nb\r\n', 'a\n.\r\nb\r\n', '\n..\n.\r\n', 'a\r.\rb\r\n', 'a\n.b\r.\r\n', 'é\n.é\r\n'];

const dangers = [
  ...hostile.flatMap((body) => [
    { body, isLenient: false },
    { body, isLenient: true },
  ]),
  ...careless.map((body) => ({ body, isLenient: true })),
].map((danger) => ({ ...danger, seen: JSON.stringify(danger.body) }));

test.each(dangers)(
  'hostile bytes arrive unaltered and end no mail early: $seen, LF ends a line: $isLenient',
  async ({ body, isLenient }) => {
    for (const { extensions } of ways) {
      server.play({ extensions, isLenient });
      const letters = [{ to: 'ada@example.test', bytes: Buffer.from(body, 'latin1') }, letter('ben', body)];
      const told = await deliver(letters);
      expect(server.mails).toEqual(letters.map((mail) => ({ from, ...mail })));
      told.pool.destroyAll();
    }
  },
);

test('no row of dots and line ends survives as an end of data, and each comes back as it was', () => {
  const signs = ['.', '\r\n', '\n', '\r', 'a'];
  let rows = [''];
  for (let length = 1; length <= 5; length += 1)
    rows = rows.flatMap((row) => signs.map((sign) => row + sign));
  expect(rows).toHaveLength(5 ** 5);
  for (const row of rows) {
    const stuffed = stuffDots(Buffer.from(`${row}\r\n`)).toString();
    expect(stuffed).not.toMatch(/(^|\n)\.\r?\n/);
    expect(stuffed.replace(/(^|\n)\./g, '$1')).toBe(`${row}\r\n`);
  }
});

test.each([65_300, 65_500, 65_533, 65_534, 65_536, 65_537, 400_000])(
  'mails of %i bytes arrive whole, whether they fit into the room or not',
  async (size) => {
    server.play({ extensions: ['PIPELINING'] });
    const letters = ['ada', 'ben', 'cleo', 'dora'].map((to) => ({
      to: `${to}@example.test`,
      bytes: Buffer.from(`${to} `.repeat(size).slice(0, size - 2) + '\r\n'),
    }));
    await deliver(letters);
    expect(server.mails.map((mail) => mail.bytes.length)).toEqual([size, size, size, size]);
    expect(server.mails.every((mail, n) => letters[n]?.bytes.equals(mail.bytes))).toBe(true);
  },
);

test.each(ways)('after its share of mails a connection says QUIT and another goes on, $way', async (way) => {
  server.play({ extensions: way.extensions });
  const letters = ['ada', 'ben', 'cleo', 'dora', 'emil'].map((to) => letter(to));
  const told = await deliver(letters, { mailsPerConnection: 2 });
  told.pool.closeIdle();
  await server.until(() => server.heard.every(({ commands }) => commands.at(-1) === 'QUIT'));
  expect(server.heard.map(({ mails }) => mails.length)).toEqual([2, 2, 1]);
  expect(server.heard.map(({ commands }) => commands.filter((line) => line === 'QUIT').length)).toEqual([
    1, 1, 1,
  ]);
  await expectOneEndEach(told, letters);
});

test('several connections share the mails, and none goes twice', async () => {
  server.play({ extensions: ['PIPELINING'] });
  const letters = Array.from({ length: 60 }, (_, n) => letter(`reader${n}`));
  const told = await deliver(letters, { connections: 4, mailsPerConnection: 7 });
  expect(arrivals().toSorted()).toEqual(letters.map(({ to }) => to.slice(0, to.indexOf('@'))).toSorted());
  await expectOneEndEach(told, letters);
});

test.each(ways)('a mail that cannot be written is told, and the others go, $way', async ({ extensions }) => {
  server.play({ extensions });
  const told = await deliver(three, { unwritable: 'ben@example.test' });
  expect(endsOf(told)).toEqual({ ada: 'accepted', ben: 'not written', dora: 'accepted' });
  expect(arrivals()).toEqual(['ada', 'dora']);
});

test('a refused connection is told once and no mail is taken', async () => {
  const told = await deliver(three, { port: await findFreePort() });
  expect(told.refusedConnections).toEqual([expect.any(ConnectError)]);
  expect(told.left).toHaveLength(3);
  expect(told.ends.size).toBe(0);
});

test('a connection that was being opened when everything was cut takes no mail', async () => {
  server.play({});
  const left = [letter('ada')];
  const told: unknown[] = [];
  const opened = open();
  const pool = createBulkPool<Letter>(
    () => opened,
    {
      waiting: () => left.length,
      take: () => left.shift(),
      write,
      settle: (_work, end) => told.push(end),
      fail: (_work, error) => told.push(error),
      noConnection: (error) => told.push(error),
    },
    { connections: 1, mailsPerConnection: 1 },
  );
  pool.kick();
  pool.destroyAll();
  const { socket } = await opened;
  await new Promise((resolve) => socket.once('close', resolve));
  expect(left).toHaveLength(1);
  expect(told).toEqual([]);
});

const minutes = 60_000;

test.each([
  ['mail', 5, 'lost-before-body'],
  ['rcpt', 5, 'lost-before-body'],
  ['data', 2, 'lost-before-body'],
  ['dot', 10, 'lost-after-body'],
] as const)('a relay that is silent at %s is given %i minutes', async (stage, patience, end) => {
  server.play({ answer: (step) => (step === stage ? 'silence' : undefined) });
  const left = [letter('ada')];
  const told: string[] = [];
  let ended = 0;
  const session = new BulkSession<Letter>(
    await open(),
    {
      take: () => left.shift(),
      write,
      settle: (_work, handOver) => told.push(handOver.kind),
      fail: () => told.push('failed'),
    },
    100,
    () => (ended += 1),
  );
  const bytes = (): string => Buffer.concat(server.heard[0]?.raw ?? []).toString();
  const sent = { mail: 'MAIL', rcpt: 'RCPT', data: 'DATA\r\n', dot: '\r\n.\r\n' }[stage];
  session.start();
  await server.until(() => bytes().includes(sent));
  session.checkPatience(Date.now() + patience * minutes - 10_000);
  expect(told).toEqual([]);
  session.checkPatience(Date.now() + patience * minutes + 1);
  expect(told).toEqual([end]);
  session.checkPatience(Date.now() + 60 * minutes);
  expect([told.length, ended]).toEqual([1, 1]);
});

describe('a relay that must speak TLS', () => {
  const signedIn: string[] = [];
  const servers: SMTPServer[] = [];

  async function listen(secure: boolean): Promise<number> {
    const own = new SMTPServer({
      secure,
      logger: false,
      disableReverseLookup: true,
      onAuth(auth, _session, callback) {
        signedIn.push(auth.username ?? '');
        callback(null, { user: auth.username });
      },
    });
    own.on('error', () => undefined);
    servers.push(own);
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', () => resolve()));
    const address = own.server.address();
    if (address === null || typeof address !== 'object') throw new Error('the server has no port');
    return address.port;
  }

  afterAll(() =>
    Promise.all(servers.map((own) => new Promise<void>((resolve) => own.close(() => resolve())))),
  );

  test.each([
    ['implicit', true],
    ['required', false],
  ] as const)('with a certificate nobody vouches for gets no credentials: %s', async (tls, secure) => {
    const port = await listen(secure);
    const relay: Relay = { host: 'localhost', port, tls, user: 'doorstep', password: 'secret' };
    const error: unknown = await connectForBulk(relay, 'sender.example.test').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectError);
    expect(String(error)).toMatch(/self.signed|certificate/i);
    expect(signedIn).toEqual([]);
  });

  test('and offers no STARTTLS gets neither credentials nor mail', async () => {
    server.play({ extensions: ['AUTH PLAIN LOGIN', 'PIPELINING'] });
    const relay: Relay = { ...relayAt(server.port), tls: 'required', user: 'doorstep', password: 'secret' };
    await expect(connectForBulk(relay, 'sender.example.test')).rejects.toThrow(ConnectError);
    expect(server.heard[0]?.commands.filter((line) => /^(AUTH|MAIL)/i.test(line))).toEqual([]);
    expect(Buffer.concat(server.heard[0]?.raw ?? []).toString('latin1')).toContain('EHLO');
  });
});
