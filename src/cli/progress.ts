import type { Terminal } from './terminal.ts';

/** A share from 0 to 1 as twenty signs. */
export const bar = (share: number): string => {
  const full = Math.round(share * 20);
  return `${'█'.repeat(full)}${'░'.repeat(20 - full)}`;
};

/** Rewrites its line where somebody watches; says nothing into a file. */
export function createProgress({ err, isWatched }: Terminal) {
  let shown = '';
  return {
    show(line: string) {
      if (!isWatched || line === shown) return;
      shown = line;
      err(`\r\u001b[K${line}`);
    },
    clear() {
      if (shown !== '') err('\r\u001b[K');
    },
  };
}
