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

/** Beside the settings that rspamd comes with: DNS is ours, nothing is learnt, nothing is fetched, one worker. */
const settingsOf = (dns: ToyDns, port: number): Readonly<Record<string, string>> => ({
  'options.inc': `dns { nameserver = ["127.0.0.1:${dns.port}"]; timeout = 2s; }\ndisable_hyperscan = true;\n`,
  'logging.inc': 'type = "console";\nlevel = "warning";\n',
  'worker-normal.inc': `bind_socket = "127.0.0.1:${port}";\ncount = 1;\n`,
  'worker-controller.inc': 'enabled = false;\n',
  'worker-proxy.inc': 'enabled = false;\n',
});

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
    for (const [name, text] of Object.entries(settingsOf(dns, port)))
      await writeFile(path.join(folder, 'local.d', name), text);
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
  });
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
