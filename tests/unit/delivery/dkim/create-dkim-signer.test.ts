import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createDkimKey } from '../../../../src/delivery/dkim/create-dkim-key.ts';
import { createDkimSigner } from '../../../../src/delivery/dkim/create-dkim-signer.ts';
import { dkimRecord } from '../../../../src/delivery/dkim/dkim-record.ts';
import { prepareBody } from '../../../../src/delivery/dkim/prepare-body.ts';
import { verifyDkim } from './verify-dkim.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;

const fields = [
  'From: "The Harbour Post" <post@example.org>',
  'To: ben@example.test',
  'Subject: The ferry \t left\r\n  at   six ',
  'Date: Wed, 25 Nov 2026 06:00:00 +0000',
  'Reply-To: desk@example.org',
  'Cc: dora@example.test',
  'Message-ID: <abc@example.org>',
  'MIME-Version: 1.0',
  'Content-Type : text/plain;\r\n\tcharset=utf-8',
  'List-Id: <morning.example.org>',
  'List-Unsubscribe: <https://example.org/u/1>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'Feedback-ID: morning:doorstep',
];
const headers = `${fields.join('\r\n')}\r\n`;
const body = 'Dear Ben,\r\nthe ferry left.\r\n';
const date = new Date('2026-11-25T06:00:00.900Z');
const bodyHash = prepareBody([Buffer.from(body)]).hash([]);

const signerFor = (key: KeyObject) =>
  createDkimSigner({ domain: 'Example.org', keys: [{ selector: 'door1', privateKey: key }] });

describe.each([
  ['RSA', rsa],
  ['Ed25519', ed25519],
])('with %s', (_name, key) => {
  const signature = signerFor(key).sign({ headers, bodyHash, date });
  const mail = `${signature}${headers}\r\n${body}`;

  test('a signed mail verifies', () => {
    expect(verifyDkim(mail, key)).toBe(true);
    expect(
      verifyDkim(
        mail,
        key === rsa
          ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
          : generateKeyPairSync('ed25519').privateKey,
      ),
    ).toBe(false);
  });

  test.each(fields)('%j can neither be changed, taken away nor added again', (field) => {
    const line = `${field}\r\n`;
    expect(mail).toContain(line);
    expect(verifyDkim(mail.replace(line, `${field}x\r\n`), key)).toBe(false);
    expect(verifyDkim(mail.replace(line, ''), key)).toBe(false);
    expect(verifyDkim(`${line}${mail}`, key)).toBe(false);
  });

  test('a changed or longer body does not verify', () => {
    expect(verifyDkim(mail.replace('ferry left.', 'ferry stays.'), key)).toBe(false);
    expect(verifyDkim(`${mail}more`, key)).toBe(false);
  });

  test('headers a relay adds or folds anew do no harm', () => {
    expect(verifyDkim(`X-Foo: bar\r\nReceived: from relay\r\n${mail}`, key)).toBe(true);
    expect(verifyDkim(mail.replace('To: ben', 'TO:\r\n\t ben'), key)).toBe(true);
  });

  test('the tags of the signature itself are signed', () => {
    expect(verifyDkim(mail.replace(' t=1795586400;', ' t=1795586401;'), key)).toBe(false);
  });

  test('a second attempt has the same bytes', () => {
    expect(signerFor(key).sign({ headers: Buffer.from(headers), bodyHash, date })).toBe(signature);
  });

  test('its lines are short, and it limits no length', () => {
    for (const line of signature.split('\r\n')) expect(line.length).toBeLessThan(78);
    expect(signature).toContain('d=example.org;');
    expect(signature).toContain(`t=${Date.parse('2026-11-25T06:00:00Z') / 1000};`);
    expect(signature).not.toMatch(/\bl=/);
  });
});

test('a header that is absent cannot be added', () => {
  const few = 'From: post@example.org\r\nTo: ben@example.test\r\n';
  const mail = `${signerFor(rsa).sign({ headers: few, bodyHash, date })}${few}\r\n${body}`;
  expect(verifyDkim(mail, rsa)).toBe(true);
  for (const name of ['Cc', 'Subject', 'List-Unsubscribe', 'Reply-To'])
    expect(verifyDkim(`${name}: emil@example.test\r\n${mail}`, rsa)).toBe(false);
});

test('a header that occurs twice is signed twice, the lower one first', () => {
  const twice = `Cc: ada@example.test\r\nCc: ben@example.test\r\n${headers}`;
  const mail = `${signerFor(rsa).sign({ headers: twice, bodyHash, date })}${twice}\r\n${body}`;
  expect(verifyDkim(mail, rsa)).toBe(true);
  expect(verifyDkim(mail.replace('ada@', 'emil@'), rsa)).toBe(false);
});

test('an address beyond ASCII is signed as the UTF-8 it leaves as', () => {
  const text = 'From: post@example.org\r\nTo: zoë@example.test\r\n';
  const signer = signerFor(rsa);
  const signature = signer.sign({ headers: text, bodyHash, date });
  expect(signer.sign({ headers: Buffer.from(text, 'utf8'), bodyHash, date })).toBe(signature);
  expect(verifyDkim(Buffer.from(`${signature}${text}\r\n${body}`, 'utf8').toString('latin1'), rsa)).toBe(
    true,
  );
});

test('with two keys each signature holds alone, RSA first', () => {
  const keys = [
    { selector: 'door1', privateKey: rsa },
    { selector: 'door2', privateKey: ed25519 },
  ];
  const signatures = createDkimSigner({ domain: 'example.org', keys }).sign({ headers, bodyHash, date });
  const [first = '', second = ''] = signatures.split(/(?=DKIM-Signature:)/);
  expect(first).toContain('a=rsa-sha256');
  expect(verifyDkim(`${first}${headers}\r\n${body}`, rsa)).toBe(true);
  expect(verifyDkim(`${second}${headers}\r\n${body}`, ed25519)).toBe(true);
});

test('a weak or foreign key and a name DNS does not know are refused', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  expect(() => signerFor(weak)).toThrow('2048');
  expect(() => signerFor(generateKeyPairSync('x25519').privateKey)).toThrow('RSA');
  expect(() =>
    createDkimSigner({ domain: 'example.org; x=1', keys: [{ selector: 'a', privateKey: rsa }] }),
  ).toThrow('DNS');
});

test('the record of a new key holds its public half', async () => {
  const pem = await createDkimKey('rsa-sha256');
  const record = dkimRecord('door1', pem);
  const published = /p=(.+)$/.exec(record.text)?.[1] ?? '';
  const key = createPublicKey({ key: Buffer.from(published, 'base64'), type: 'spki', format: 'der' });
  expect(key.equals(createPublicKey(createPrivateKey(pem)))).toBe(true);
  expect(record.name).toBe('door1._domainkey');
  expect(record.zoneText).toMatch(/^"[^"]{255}" "[^"]+"$/);
});

test('an Ed25519 record holds the bare 32 bytes', async () => {
  const pem = await createDkimKey('ed25519-sha256');
  const [, published = ''] = /^v=DKIM1; k=ed25519; p=(.+)$/.exec(dkimRecord('door2', pem).text) ?? [];
  const der = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' });
  expect(Buffer.from(published, 'base64')).toEqual(der.subarray(-32));
});
