import { readFile, readdir } from 'node:fs/promises';

/** Ticks of /proc are hundredths of a second on every Linux we know. */
const tickMs = 10;

/** User and system time of a process so far, in milliseconds; with the children it has waited for. Linux only. */
export async function readCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0) * tickMs;
}

/** The same for a process and those it started that still run: a PostgreSQL server with its backends. */
export async function readFamilyCpuMs(pid: number): Promise<number> {
  let sum = await readCpuMs(pid);
  for (const other of await readdir('/proc')) {
    const stat = /^\d+$/.test(other) ? await readFile(`/proc/${other}/stat`, 'utf8').catch(() => '') : '';
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (Number(parent) === pid) sum += await readCpuMs(Number(other));
  }
  return sum;
}

/** The most memory a process has held resident, in MB. */
export async function readPeakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
