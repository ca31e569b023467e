import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

export const hasSpamAssassin = existsSync('/usr/bin/spamassassin');

const script = path.join(__dirname, 'spamassassin.pl');
const verdict = z.object({
  spamassassin: z.object({ score: z.number(), rules: z.record(z.string(), z.number()) }),
  /** Each signature and what Mail::DKIM says of it. */
  dkim: z.array(z.string()),
});

export type PerlVerdict = z.infer<typeof verdict>;

/** What SpamAssassin and Mail::DKIM say of each mail, in order. Reading its rules takes two seconds, so all mails go at once. */
export async function askSpamAssassin(
  dnsPort: number,
  mails: readonly string[],
): Promise<readonly PerlVerdict[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'doorstep-judges-'));
  try {
    const files = mails.map((_, index) => path.join(folder, `${index}.eml`));
    await Promise.all(files.map((file, index) => writeFile(file, mails[index] ?? '', 'latin1')));
    const out = await new Promise<string>((resolve, reject) => {
      execFile('/usr/bin/perl', [script, String(dnsPort), ...files], (error, stdout, stderr) => {
        if (error) reject(new Error(`SpamAssassin failed: ${stderr}`, { cause: error }));
        else resolve(stdout);
      });
    });
    return out
      .trim()
      .split('\n')
      .map((line) => verdict.parse(JSON.parse(line)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
