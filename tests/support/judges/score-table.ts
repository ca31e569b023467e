import type { PerlVerdict } from './spamassassin.ts';
import type { RspamdVerdict } from './use-rspamd.ts';

const points = (score: number): string => score.toFixed(2);

/** What counted for or against a mail, the dearest first: `NAME 1.30`. */
const listed = (scores: ReadonlyArray<readonly [string, number]>): string =>
  scores
    .filter(([, score]) => Math.abs(score) >= 0.01)
    .toSorted(([one, a], [other, b]) => b - a || one.localeCompare(other))
    .map(([name, score]) => `${name} ${points(score)}`)
    .join(', ');

/** The verdicts as docs/deliverability.md shows them. */
export function scoreTable(
  verdicts: ReadonlyMap<string, { readonly perl: PerlVerdict; readonly rspamd: RspamdVerdict }>,
): string {
  const rows = [...verdicts].map(([name, { perl, rspamd }]) => {
    const symbols = Object.entries(rspamd.symbols).map(([symbol, { score }]) => [symbol, score] as const);
    const cells = [
      name,
      points(perl.spamassassin.score),
      listed(Object.entries(perl.spamassassin.rules)),
      `${rspamd.action}, ${points(rspamd.score)}`,
      listed(symbols),
      perl.dkim[0] ?? 'not signed',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| Mail | SpamAssassin | its rules | rspamd | its symbols | Mail::DKIM |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
