import { type ChildProcess, fork } from 'node:child_process';

export type SupervisedChild = {
  /** Resolves when it works; rejects when it gives up before ever working. */
  readonly ready: Promise<void>;
  readonly pid: () => number | undefined;
  /** Asks it to end in order; after the patience it is killed. */
  readonly stop: () => Promise<void>;
};

/** The exit code of a process that cannot work with its configuration: starting it again would not help. */
export const misconfiguredExit = 2;

/**
 * For a process that sends. Mails are garbage by the thousand and hardly any of it lives on: a small nursery that is emptied
 * often, and a heap that is swept before it has grown to three times what lives in it (about 30 MB), keep the process small.
 */
export const senderNodeOptions: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=96'];

const patienceMs = 15_000;
const restartMs = { first: 200, longest: 5000 };

/** Runs one process of ours again and again until it is told to stop: a crash costs a moment, not the service. */
export function superviseChild(
  entry: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onRestart: (code: number | null, signal: string | null) => void,
): SupervisedChild {
  let child: ChildProcess | null = null;
  let isStopping = false;
  let wasReady = false;
  let delay = restartMs.first;
  let timer: NodeJS.Timeout | undefined;

  const ready = new Promise<void>((resolve, reject) => {
    function begin(): void {
      const startedAt = Date.now();
      // A process group of its own: Ctrl-C in the terminal reaches the supervisor, which ends its children in order.
      child = fork(entry, [...args], {
        env,
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: [...process.execArgv, ...(args.includes('send') ? senderNodeOptions : [])],
      });
      child.once('message', () => {
        wasReady = true;
        resolve();
      });
      child.once('exit', (code, signal) => {
        child = null;
        if (isStopping) return;
        if (!wasReady && code === misconfiguredExit) {
          reject(new Error(`doorstep ${args.join(' ')} cannot start`));
          return;
        }
        delay = Date.now() - startedAt > 10_000 ? restartMs.first : Math.min(delay * 2, restartMs.longest);
        onRestart(code, signal);
        timer = setTimeout(begin, delay);
      });
    }
    begin();
  });

  return {
    ready,
    pid: () => child?.pid,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      const running = child;
      if (!running) return;
      const exited = new Promise<void>((resolve) => {
        running.once('exit', () => resolve());
      });
      running.kill('SIGTERM');
      const kill = setTimeout(() => running.kill('SIGKILL'), patienceMs);
      await exited;
      clearTimeout(kill);
    },
  };
}
