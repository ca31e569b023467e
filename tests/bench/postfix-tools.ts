import { type ChildProcess, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { connect } from 'node:net';

const folders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin'];

async function findTool(name: string): Promise<string | null> {
  for (const folder of folders) {
    const file = `${folder}/${name}`;
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return null;
}

export type PostfixTools = { readonly sink: string; readonly source: string };

/** Postfix's load tools, or null where Postfix is not installed. */
export async function findPostfixTools(): Promise<PostfixTools | null> {
  const [sink, source] = await Promise.all([findTool('smtp-sink'), findTool('smtp-source')]);
  return sink && source ? { sink, source } : null;
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Starts a sink that takes every mail and throws it away. The caller ends it. */
export async function startSink({ sink }: PostfixTools, port: number): Promise<ChildProcess> {
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(sink, [...user, '-c', `127.0.0.1:${port}`, '256'], { stdio: 'ignore' });
  for (let waited = 0; !(await isOpen(port)); waited += 50) {
    if (waited > 5000) throw new Error('smtp-sink does not listen');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return child;
}

/** The yardstick: Postfix's own source, 16 sessions that stay open. @returns mails a second */
export async function runSource(
  { source }: PostfixTools,
  port: number,
  mails: number,
  bytes: number,
): Promise<number> {
  const args = [
    '-d',
    '-s',
    '16',
    '-l',
    String(bytes),
    '-m',
    String(mails),
    '-f',
    'a@example.test',
    '-t',
    'b@example.test',
  ];
  const begun = performance.now();
  const child = spawn(source, [...args, `127.0.0.1:${port}`], { stdio: 'ignore' });
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
  return mails / ((performance.now() - begun) / 1000);
}
