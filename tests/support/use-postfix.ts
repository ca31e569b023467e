import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Relay } from '../../src/delivery/smtp-session.ts';
import { findFreePort } from '../../src/platform/free-port.ts';

/** Where Debian has it. Its master process starts as root or not at all. */
const program = '/usr/sbin/postfix';
export const hasPostfix = existsSync(program) && process.getuid?.() === 0;
if (!hasPostfix)
  process.stderr.write('postfix: skipped, no Postfix is installed here, or this is not root\n');

type Ports = { readonly own: number; readonly next: number; readonly bounces: number };

const mainOf = (folder: string, bounceDomain: string, { next, bounces }: Ports): string => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.relay.example.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
default_transport = smtp:[127.0.0.1]:${next}
transport_maps = inline:{ ${bounceDomain}=smtp:[127.0.0.1]:${bounces} }
# What is put off comes back at once, as it would after five days.
maximal_queue_lifetime = 0
maillog_file = /dev/stdout
`;

const masterOf = ({ own }: Ports): string => `
127.0.0.1:${own} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

export type Postfix = {
  readonly relay: Relay;
  /**
   * Starts it: whatever it takes it hands on to `next`, and its own reports to `bounces`. It ends with the file.
   * @throws when it does not listen within ten seconds
   */
  readonly start: (to: { next: number; bounces: number; bounceDomain: string }) => Promise<void>;
};

/** Debian's Postfix as a relay of ours, in a folder of its own on a free loopback port. */
export function usePostfix(): Postfix {
  let folder = '';
  let child: ChildProcess | undefined;
  let own = 0;

  const run = async (command: string): Promise<void> => {
    await once(spawn(program, ['-c', path.join(folder, 'conf'), command], { stdio: 'ignore' }), 'exit');
  };

  afterAll(async () => {
    if (!child) return;
    const ended = once(child, 'exit');
    await run('stop');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  return {
    get relay(): Relay {
      return { host: '127.0.0.1', port: own, tls: 'none' };
    },
    async start({ next, bounces, bounceDomain }) {
      folder = await mkdtemp(path.join(tmpdir(), 'doorstep-postfix-'));
      await chmod(folder, 0o755);
      for (const name of ['conf', 'queue', 'data']) await mkdir(path.join(folder, name));
      own = await findFreePort();
      const ports = { own, next, bounces };
      await writeFile(path.join(folder, 'conf/main.cf'), mainOf(folder, bounceDomain, ports));
      await writeFile(path.join(folder, 'conf/master.cf'), masterOf(ports));
      await once(spawn('chown', ['postfix', path.join(folder, 'data')]), 'exit');
      child = spawn(program, ['-c', path.join(folder, 'conf'), 'start-fg'], { stdio: 'ignore' });
      for (let tries = 0; tries < 100; tries += 1) {
        if (await isOpen(own)) return;
        await setTimeout(100);
      }
      throw new Error('Postfix does not listen');
    },
  };
}
