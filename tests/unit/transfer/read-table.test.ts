import { findTableForm, readRows } from '../../../src/transfer/read-table.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(
  bytes: Buffer,
  size = 7,
): Promise<{ header: readonly string[]; rows: (readonly string[])[] }> {
  const form = await findTableForm(bytes.subarray(0, 65_536));
  if ('kind' in form) throw new Error(form.message);
  const rows: (readonly string[])[] = [];
  for await (const batch of readRows(inPieces(bytes, size), form))
    rows.push(...batch.map(({ cells }) => cells));
  return { header: form.header, rows };
}

const text = 'email;name\r\nzoë@example.org;Zoë Ångström\r\n"a@example.org";"Ada; the ""first"""\r\n';

test.each([
  ['UTF-8', Buffer.from(text, 'utf8')],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf8')],
  ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['Windows-1252', Buffer.from(text, 'latin1')],
])('%s is found out, also when letters are cut in two', async (_name, bytes) => {
  expect(await readAll(bytes)).toEqual({
    header: ['email', 'name'],
    rows: [
      ['zoë@example.org', 'Zoë Ångström'],
      ['a@example.org', 'Ada; the "first"'],
    ],
  });
});

test.each([
  [',', 'email,name\na@example.org,Ada\n'],
  [';', 'email;name\na@example.org;Ada\n'],
  ['tab', 'email\tname\na@example.org\tAda\n'],
  ['|', 'email|name\na@example.org|Ada\n'],
  [', beside a quoted ;', '"e;mail",name,"a;b;c"\na@example.org,Ada,x\n'],
])('the delimiter %s is found out', async (_name, table) => {
  const { header, rows } = await readAll(Buffer.from(table));
  expect(header.length).toBeGreaterThan(1);
  expect(rows[0]?.[0]).toBe('a@example.org');
  expect(rows[0]?.[1]).toBe('Ada');
});

test.each([
  ['an empty file', Buffer.alloc(0), 'The file is empty'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'This is no text file'],
  ['a file of commas', Buffer.from(',,,\na,b,c'), 'The first line has no headings'],
])('%s is refused', async (_name, bytes, message) => {
  expect(await findTableForm(bytes)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining(message),
  });
});

test('rows with too few or too many cells, and empty lines, are no accident', async () => {
  const { rows } = await readAll(Buffer.from('email,name\n\na@example.org\n\nb@example.org,Bo,too,much\n'));
  expect(rows.map(([first]) => first)).toEqual(['a@example.org', 'b@example.org']);
});
