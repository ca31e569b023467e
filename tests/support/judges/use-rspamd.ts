import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { findFreePort } from '../../../src/platform/free-port.ts';
import { ordinaryAccount, until } from '../run-product.ts';
import type { ToyDns } from '../use-toy-dns.ts';

const program = '/usr/bin/rspamd';
export const hasRspamd = existsSync(program);

const verdict = z.object({
  action: z.string(),
  score: z.number(),
  symbols: z.record(z.string(), z.object({ score: z.number(), options: z.array(z.string()).optional() })),
});
export type RspamdVerdict = z.infer<typeof verdict>;

/** Where a mail came from, as the server that took it tells the judge. */
export type Arrival = {
  readonly from: string;
  readonly to: string;
  readonly ip: string;
  readonly host: string;
};

export type Rspamd = { readonly judge: (mail: string, arrival: Arrival) => Promise<RspamdVerdict> };

/** rspamd compiles all ten thousand public suffixes for ten seconds; these are the ones in our mails. */
const suffixes = ['com', 'net', 'org', 'test'];

/** Beside the settings that rspamd comes with: DNS is ours, nothing is learnt, nothing is asked of the network, one worker. */
const settingsOf = (dns: ToyDns, folder: string, port: number): Readonly<Record<string, string>> => ({
  'options.inc': `
    dns { nameserver = ["${dns.address}"]; timeout = 2s; }
    disable_hyperscan = true;
    url_tld = "${folder}/suffixes.txt";
  `,
  'fuzzy_check.conf': 'enabled = false;',
  'logging.inc': 'type = "console"; level = "warning";',
  'worker-normal.inc': `bind_socket = "127.0.0.1:${port}"; count = 1;`,
  'worker-controller.inc': 'enabled = false;',
  'worker-proxy.inc': 'enabled = false;',
});

/** Under a busy machine, too. */
const startPatienceMs = 120_000;

/** rspamd with its own rules on loopback, in a folder of its own. */
export function useRspamd(dns: ToyDns): Rspamd {
  let folder = '';
  let port = 0;
  let child: ChildProcess | undefined;
  let said = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'doorstep-rspamd-'));
    port = await findFreePort();
    await mkdir(path.join(folder, 'local.d'));
    await writeFile(path.join(folder, 'suffixes.txt'), suffixes.map((suffix) => `${suffix}\n`).join(''));
    for (const [name, text] of Object.entries(settingsOf(dns, folder, port)))
      await writeFile(path.join(folder, 'local.d', name), `${text}\n`);
    const account = await ordinaryAccount();
    if (account) await chown(folder, account.uid, account.gid);
    const folders = ['LOCAL_CONFDIR', 'DBDIR', 'RUNDIR', 'LOGDIR'].map((name) => `--var=${name}=${folder}`);
    const rspamd = spawn(program, ['-f', '-c', '/etc/rspamd/rspamd.conf', ...folders], {
      ...account,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = rspamd;
    for (const stream of [rspamd.stdout, rspamd.stderr])
      stream.on('data', (data: Buffer) => (said += data.toString()));
    await until('rspamd listens', async () => {
      if (rspamd.exitCode !== null) throw new Error(`rspamd ended: ${said}`);
      return fetch(`http://127.0.0.1:${port}/ping`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  }, startPatienceMs);
  afterAll(async () => {
    if (child?.exitCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  return {
    async judge(mail, { from, to, ip, host }) {
      const response = await fetch(`http://127.0.0.1:${port}/checkv2`, {
        method: 'POST',
        headers: { From: from, Rcpt: to, IP: ip, Helo: host, Hostname: host },
        body: Buffer.from(mail, 'latin1'),
      });
      return verdict.parse(await response.json());
    },
  };
}
