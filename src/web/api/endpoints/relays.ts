import { z } from 'zod';
import { relayForm } from '../../../delivery/relay-form.ts';
import {
  type RelayFields,
  type RelayLine,
  findRelay,
  listRelays,
  removeRelay,
  saveRelay,
} from '../../../delivery/relays.ts';
import { testRelay } from '../../../delivery/test-relay.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type ApiCaller, type Endpoint, endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { errorsByField } from './field-errors.ts';
import { isoOrNull, moment } from './shapes.ts';
import { withChanges } from './with-changes.ts';

/** What a mail server is set to, in and out. */
const settings = {
  name: z.string().max(200),
  host: z.string().max(300),
  port: z.int(),
  tls: z.enum(['implicit', 'required', 'none']).describe('required: STARTTLS or nothing'),
  rank: z.int().describe('1 comes first; the next gets mail while none before it takes any'),
  weight: z.int().describe('Its share among those of one rank'),
  connections: z.int().describe('For each sender process'),
  mailsPerConnection: z.int(),
  perHour: z.int().nullable().describe('Mails an hour from all senders together'),
  warmUp: z.array(z.int()).max(90).describe('Mails a day (UTC), one number for each day'),
  warmUpFrom: z.iso.date().nullable(),
  isOn: z.boolean(),
};

const relay = z.strictObject({
  id: z.int(),
  ...settings,
  hasPassword: z.boolean(),
  failure: z.string().nullable().describe('What it said when it failed last'),
  failedAt: moment.nullable(),
  lastSuccessAt: moment.nullable(),
});

const username = z.string().max(300).nullable().describe('Taken and never shown; null signs in nowhere');
const password = z.string().max(1000).describe('Taken and never shown');

/** Field by field: what a mail server has more one day is not shown by accident. */
const toJson = (line: RelayLine): z.input<typeof relay> => ({
  id: line.id,
  name: line.name,
  host: line.host,
  port: line.port,
  tls: line.tls,
  rank: line.rank,
  weight: line.weight,
  connections: line.connections,
  mailsPerConnection: line.mailsPerConnection,
  perHour: line.perHour,
  warmUp: [...line.warmUp],
  warmUpFrom: line.warmUpFrom,
  isOn: line.isOn,
  hasPassword: line.hasPassword,
  failure: line.failure,
  failedAt: isoOrNull(line.failedAt),
  lastSuccessAt: isoOrNull(line.lastSuccessAt),
});

async function readRelay(db: Db, id: string): Promise<RelayLine> {
  const found = /^\d{1,9}$/.test(id) ? await findRelay(db, Number(id)) : null;
  if (!found) throw new ApiProblem('not-found', { detail: 'There is no mail server with this id.' });
  return found;
}

/** The rules are those of the page, which has texts for what may be empty. @throws ApiProblem with every field at fault */
function checkRelay({ username, password, perHour, warmUp, warmUpFrom, ...given }: RelayFields): RelayFields {
  const read = relayForm.safeParse({
    ...given,
    username: username ?? '',
    password: password ?? '',
    perHour: perHour ?? '',
    warmUp: warmUp.join(' '),
    warmUpFrom: warmUpFrom ?? '',
  });
  if (!read.success) throw new ApiProblem('invalid-input', { errors: errorsByField(read.error) });
  return read.data;
}

async function keepRelay({ setting: { db, keys } }: ApiCaller, id: number | null, fields: RelayFields) {
  const saved = await saveRelay(db, keys, id, fields);
  if (saved.kind === 'name-taken') throw invalidInput('name', 'Another mail server has this name');
  return readRelay(db, saved.kind === 'saved' ? String(saved.id) : '');
}

const listRelaysEndpoint = endpoint({
  method: 'get',
  path: '/relays',
  scope: 'relays:read',
  summary: 'List the mail servers',
  description: 'How they stand. Passwords and user names are never shown.',
  answers: { 200: { description: 'All mail servers in their order', schema: listOf(relay) } },
  async run({ setting: { db } }) {
    return { status: 200, body: { data: (await listRelays(db)).map(toJson), next: null } };
  },
});

const findRelayEndpoint = endpoint({
  method: 'get',
  path: '/relays/{id}',
  scope: 'relays:read',
  summary: 'Fetch a mail server',
  answers: { 200: { description: 'The mail server', schema: relay } },
  async run({ setting: { db }, id }) {
    return { status: 200, body: toJson(await readRelay(db, id)) };
  },
});

const addRelayEndpoint = endpoint({
  method: 'post',
  path: '/relays',
  scope: 'relays:write',
  summary: 'Add a mail server',
  description: 'Running senders take it over within five seconds.',
  body: z.strictObject({
    ...settings,
    port: settings.port.default(587),
    tls: settings.tls.default('required'),
    username: username.default(null),
    password: password.optional(),
    rank: settings.rank.default(1),
    weight: settings.weight.default(1),
    connections: settings.connections.default(10),
    mailsPerConnection: settings.mailsPerConnection.default(100),
    perHour: settings.perHour.default(null),
    warmUp: settings.warmUp.default([]),
    warmUpFrom: settings.warmUpFrom.default(null),
    isOn: settings.isOn.default(true),
  }),
  answers: { 201: { description: 'The mail server', schema: relay } },
  async run({ query: _query, body, ...caller }) {
    const line = await keepRelay(caller, null, checkRelay(body));
    const action = `added the mail server ${line.name}`;
    await recordAct(caller.setting.db, { actor: caller.actor, action });
    return { status: 201, body: toJson(line) };
  },
});

const saveRelayEndpoint = endpoint({
  method: 'patch',
  path: '/relays/{id}',
  scope: 'relays:write',
  summary: 'Change a mail server',
  description:
    'What is left out stays, the password too. Running senders notice within five seconds. A user name of null takes the password away.',
  body: z.strictObject({ ...settings, username, password }).partial(),
  answers: { 200: { description: 'The mail server as it is now', schema: relay } },
  async run({ query: _query, body, ...caller }) {
    const now = await readRelay(caller.setting.db, caller.id);
    const line = await keepRelay(caller, now.id, checkRelay(withChanges<RelayFields>(now, body)));
    const action = `changed the mail server ${line.name}`;
    const details = { changed: Object.keys(body) };
    await recordAct(caller.setting.db, { actor: caller.actor, action, details });
    return { status: 200, body: toJson(line) };
  },
});

const testRelayEndpoint = endpoint({
  method: 'post',
  path: '/relays/{id}/test',
  scope: 'relays:write',
  summary: 'Try a mail server',
  description: 'Connects, secures and signs in as a send would, and hangs up. No mail leaves.',
  answers: {
    200: {
      description: 'Whether it let us in',
      schema: z.strictObject({ works: z.boolean(), words: z.string().nullable() }),
    },
  },
  async run({ setting: { db, keys, publicUrl }, id }) {
    const line = await readRelay(db, id);
    const found = await testRelay(db, keys, line.id, new URL(publicUrl).hostname);
    const words = found.kind === 'fails' ? found.words : null;
    return { status: 200, body: { works: found.kind === 'works', words } };
  },
});

const removeRelayEndpoint = endpoint({
  method: 'post',
  path: '/relays/{id}/remove',
  scope: 'relays:write',
  summary: 'Remove a mail server',
  description: 'What it is handing over at this moment it finishes.',
  answers: { 200: { description: 'It is gone', schema: z.strictObject({ state: z.literal('removed') }) } },
  async run({ setting: { db }, actor, id }) {
    const line = await readRelay(db, id);
    if (await removeRelay(db, line.id))
      await recordAct(db, { actor, action: `removed the mail server ${line.name}` });
    return { status: 200, body: { state: 'removed' } };
  },
});

/** Where mail leaves. */
export const relayEndpoints: readonly Endpoint[] = [
  listRelaysEndpoint,
  addRelayEndpoint,
  findRelayEndpoint,
  saveRelayEndpoint,
  testRelayEndpoint,
  removeRelayEndpoint,
];
