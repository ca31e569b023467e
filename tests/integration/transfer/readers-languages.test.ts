import { sql } from 'kysely';
import { subscribersCsv } from '../../../src/audience/subscribers-csv.ts';
import { findSubscriberBy } from '../../../src/audience/subscribers.ts';
import { eraseReader } from '../../../src/membership/erase-reader.ts';
import { readReaderData } from '../../../src/membership/reader-data.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { compileNow, listReaders } from '../../../src/segments/readers.ts';
import type { Rule } from '../../../src/segments/rules.ts';
import { startImport } from '../../../src/transfer/imports.ts';
import { runImport } from '../../../src/transfer/run-import.ts';
import { uploadImport } from '../../../src/transfer/upload-import.ts';
import { testKeys, useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const domain = 'languages.example.test';
const at = (name: string): string => `${name}@${domain}`;

async function run(rows: readonly string[]): Promise<void> {
  const outcome = await uploadImport(database.db, {
    fileName: 'readers.csv',
    bytes: (async function* bytes() {
      yield Buffer.from(['email,name,language,time_zone', ...rows].join('\n'));
    })(),
    newsletters: ['weekend'],
    words: 'Signed up at the old newsletter',
    createdBy: 'Ana Reyes',
  });
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  await startImport(database.db, outcome.import);
  await runImport(database.db, testKeys, outcome.import.id);
}

async function languages(): Promise<Readonly<Record<string, string | null>>> {
  const { rows } = await sql<{ name: string; language: string | null }>`
    select split_part(address_key, '@', 1) as name, language from subscriber
    where address_key like ${`%@${domain}`} order by 1
  `.execute(database.db);
  return Object.fromEntries(rows.map(({ name, language }) => [name, language]));
}

async function zones(): Promise<Readonly<Record<string, string | null>>> {
  const { rows } = await sql<{ name: string; timeZone: string | null }>`
    select split_part(address_key, '@', 1) as name, time_zone as "timeZone" from subscriber
    where address_key like ${`%@${domain}`} order by 1
  `.execute(database.db);
  return Object.fromEntries(rows.map(({ name, timeZone }) => [name, timeZone]));
}

const readersOf = async (rule: Rule): Promise<readonly string[]> => {
  const compiled = await compileNow(database.db, {
    match: 'all',
    rules: [{ on: 'domain', is: 'is', value: domain }, rule],
  });
  if (compiled.kind !== 'compiled') throw new Error('the rules are ill-formed');
  const lines = await listReaders(database.db, compiled.where, { limit: 50 });
  return lines.map(({ address }) => address.split('@')[0] ?? '').toSorted();
};

beforeAll(async () => {
  await addSampleNewsroom(database.db);
  await run([
    `${at('by-code')},Ada,es,Europe/Madrid`,
    `${at('by-country')},Ben,es-MX,america/mexico_city`,
    `${at('by-name')},Cleo,Español,Middle/Earth`,
    `${at('by-english-name')},Dora,spanish`,
    `${at('english')},Emil,EN`,
    `${at('unknown')},Finn,tlh`,
    `${at('nasty')},Gus,"es'; drop table subscriber"`,
    `${at('none')},Hana,`,
  ]);
});

test('an import brings a language by code, country or name; what we do not speak keeps nobody out', async () => {
  expect(await languages()).toEqual({
    'by-code': 'es',
    'by-country': 'es',
    'by-english-name': 'es',
    'by-name': 'es',
    english: 'en',
    nasty: null,
    none: null,
    unknown: null,
  });
  const { rows } = await sql<{ fields: object }>`
    select fields from subscriber where address_key = ${at('by-code')}
  `.execute(database.db);
  expect(rows[0]?.fields).toEqual({});
});

test('an import brings a time zone in any spelling; what is none keeps nobody out', async () => {
  expect(await zones()).toMatchObject({
    'by-code': 'Europe/Madrid',
    'by-country': 'America/Mexico_City',
    'by-name': null,
    none: null,
  });
});

test('a later import gives one to who has none, and takes none away', async () => {
  await run([
    `${at('none')},Hana,es`,
    `${at('english')},Emil,es,Europe/Dublin`,
    `${at('by-code')},Ada,,Asia/Tokyo`,
  ]);
  expect(await languages()).toMatchObject({ none: 'es', english: 'en', 'by-code': 'es' });
  expect(await zones()).toMatchObject({ english: 'Europe/Dublin', 'by-code': 'Europe/Madrid' });
});

test('a segment finds the readers of a language; who has chosen none reads in the publication’s', async () => {
  expect(await readersOf({ on: 'language', is: 'is', value: 'en' })).toEqual(['english', 'nasty', 'unknown']);
  expect(await readersOf({ on: 'language', is: 'is not', value: 'en' })).toEqual([
    'by-code',
    'by-country',
    'by-english-name',
    'by-name',
    'none',
  ]);
});

test('exports and the reader’s own copy tell it, and an erasure takes it away', async () => {
  let csv = '';
  for await (const part of subscribersCsv(database.db)) csv += part;
  expect(csv.split(/\r?\n/)[0]).toMatch(/,language,time_zone$/);
  expect(csv).toMatch(new RegExp(`${at('by-code')}.*,es,Europe/Madrid\\r?\\n`));
  const subscriber = await findSubscriberBy(database.db, { addressKey: at('by-code') });
  if (!subscriber) throw new Error('the reader is missing');
  expect(await readReaderData(database.db, subscriber)).toMatchObject({
    subscriber: { language: 'es', timeZone: 'Europe/Madrid' },
  });
  await eraseReader(database.db, testKeys, subscriber.id);
  const { rows } = await sql<{ language: string | null }>`
    select language, time_zone as "timeZone" from subscriber where id = ${subscriber.id}
  `.execute(database.db);
  expect(rows).toEqual([{ language: null, timeZone: null }]);
});
