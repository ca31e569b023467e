import { type Socket, createSocket } from 'node:dgram';

const types = { A: 1, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const;
type RecordType = keyof typeof types;

/** A name, a type and a value as a zone file writes them; MX with its preference. */
export type ToyRecord = readonly [name: string, type: RecordType, value: string];

export type ToyDns = {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  readonly port: number;
  /** The whole truth: what is not in it does not exist. Emptied after each test unless told. */
  records: readonly ToyRecord[];
  /** Names that the server cannot say anything about, itself and below. */
  broken: readonly string[];
};

const answered = 0x8580;
const serverFailure = 2;
const noSuchName = 3;
/** The name of an answer is that of the question, which stands behind the 12 octets of the header (RFC 1035, section 4.1.4). */
const nameOfQuestion = 0xc00c;

function readName(message: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

const writeName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, 'latin1')]),
    Buffer.alloc(1),
  ]);

function writeValue(type: RecordType, value: string): Buffer {
  switch (type) {
    case 'A':
      return Buffer.from(value.split('.').map(Number));
    case 'AAAA':
      return Buffer.from(value.replaceAll(':', ''), 'hex');
    case 'PTR':
      return writeName(value);
    case 'MX': {
      const [preference = '0', host = ''] = value.split(' ');
      return Buffer.concat([Buffer.from([0, Number(preference)]), writeName(host)]);
    }
    case 'TXT': {
      const strings = value.match(/[^]{1,255}/g) ?? [''];
      return Buffer.concat(
        strings.flatMap((part) => [Buffer.from([part.length]), Buffer.from(part, 'latin1')]),
      );
    }
    default:
      return type satisfies never;
  }
}

function answer(question: Buffer, { records, broken }: Pick<ToyDns, 'records' | 'broken'>): Buffer {
  const { name, end } = readName(question);
  const asked = question.readUInt16BE(end);
  const known = records.filter(([own]) => own.toLowerCase() === name);
  const isBroken = broken.some((own) => name === own || name.endsWith(`.${own}`));
  // A name above one that is there is there too, though it has nothing to say (RFC 8020).
  const exists = known.length > 0 || records.some(([own]) => own.toLowerCase().endsWith(`.${name}`));
  const answers = isBroken ? [] : known.filter(([, type]) => types[type] === asked);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(question.readUInt16BE(0), 0);
  head.writeUInt16BE(answered + (isBroken ? serverFailure : exists ? 0 : noSuchName), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length, 6);
  return Buffer.concat([
    head,
    question.subarray(12, end + 4),
    ...answers.flatMap(([, type, value]) => {
      const data = writeValue(type, value);
      const fixed = Buffer.alloc(12);
      fixed.writeUInt16BE(nameOfQuestion, 0);
      fixed.writeUInt16BE(types[type], 2);
      fixed.writeUInt16BE(1, 4);
      fixed.writeUInt32BE(1, 6);
      fixed.writeUInt16BE(data.length, 10);
      return [fixed, data];
    }),
  ]);
}

/** A DNS server on loopback that knows a few records and denies the rest, so that nothing is asked of the network. */
export function useToyDns(): ToyDns {
  let socket: Socket | undefined;
  let port = 0;
  const dns: ToyDns = {
    get address() {
      return `127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    records: [],
    broken: [],
  };
  beforeAll(async () => {
    const opened = createSocket('udp4');
    socket = opened;
    opened.on('message', (question, from) => {
      opened.send(answer(question, dns), from.port, from.address);
    });
    await new Promise<void>((resolve) => {
      opened.bind(0, '127.0.0.1', resolve);
    });
    ({ port } = opened.address());
  });
  afterAll(
    () =>
      new Promise<void>((resolve) => {
        if (socket) socket.close(() => resolve());
        else resolve();
      }),
  );
  return dns;
}
