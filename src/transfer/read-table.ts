import { Readable } from 'node:stream';
import { type Options, parse } from 'csv-parse';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Delimiter = ',' | ';' | '\t' | '|';

export type TableForm = {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
};

export type TableProblem = { readonly kind: 'refused'; readonly message: string };

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

/** By its byte order mark; else UTF-8 where that can be read, else what spreadsheets write on Windows. */
function findEncoding(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  try {
    // The last character may be cut in two: `stream` forgives that alone.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Signs outside of quotes, in the first line. */
function countOutside(line: string, sign: string): number {
  let isQuoted = false;
  let count = 0;
  for (const each of line) {
    if (each === '"') isQuoted = !isQuoted;
    else if (!isQuoted && each === sign) count += 1;
  }
  return count;
}

const parseOptions = (delimiter: string): Options => ({
  delimiter,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: 200_000,
});

/** Finds out how a file is written from its first 64 KB. Refuses what is no table, with the reason. */
export async function findTableForm(start: Uint8Array): Promise<TableForm | TableProblem> {
  const refused = (message: string): TableProblem => ({ kind: 'refused', message });
  if (start.length === 0) return refused('The file is empty');
  const encoding = findEncoding(start);
  const text = new TextDecoder(encoding).decode(start, { stream: true });
  if (text.includes('\0')) return refused('This is no text file: please export the list as CSV');
  const firstLine = text.split(/\r\n|\r|\n/, 1)[0] ?? '';
  const [delimiter] = [...delimiters].sort((a, b) => countOutside(firstLine, b) - countOutside(firstLine, a));
  const form = { encoding, delimiter: delimiter ?? ',' };
  for await (const row of Readable.from([firstLine]).pipe(parse(parseOptions(form.delimiter)))) {
    const header = (row as string[]).map((heading) => heading.trim());
    if (header.every((heading) => heading === '')) return refused('The first line has no headings');
    return { ...form, header };
  }
  return refused('The first line has no headings');
}

export type TableRow = {
  /** Counted in rows; the header is 1. */
  readonly line: number;
  readonly cells: readonly string[];
};

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const part of bytes) yield decoder.decode(part, { stream: true });
  yield decoder.decode();
}

/** The rows of a table after its header, in batches. @throws csv-parse's error where a quote is never closed */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: TableForm,
  batch = 5000,
): AsyncGenerator<readonly TableRow[]> {
  const parser = Readable.from(decoded(bytes, encoding)).pipe(parse(parseOptions(delimiter)));
  let line = 0;
  let rows: TableRow[] = [];
  for await (const cells of parser) {
    line += 1;
    if (line === 1) continue;
    rows.push({ line, cells: cells as string[] });
    if (rows.length < batch) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
