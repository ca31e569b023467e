import { readFile } from 'node:fs/promises';

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder',
  EACCES: 'we may not read it',
};

export type SavedMail =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** One saved mail; a file that cannot be read is told in words. */
export async function readSavedMail(file: string): Promise<SavedMail> {
  try {
    return { kind: 'read', bytes: await readFile(file) };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return { kind: 'unreadable', problem: `${file}: ${fileProblems[code] ?? `it cannot be read (${code})`}` };
  }
}
