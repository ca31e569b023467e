import type { Request } from 'express';
import type { Whereabouts } from '../../staff/sessions.ts';
import { shortenedNetwork } from '../client-network.ts';

// The order tells: each of these names stands in the line of some that come before it.
const browsers = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;

const systems = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'a Mac'],
  [/\bLinux\b/, 'Linux'],
] as const;

const nameIn = (text: string, names: ReadonlyArray<readonly [RegExp, string]>): string | undefined =>
  names.find(([pattern]) => pattern.test(text))?.[1];

/** `Firefox on Windows`: kinds only, which name nobody. */
function programWords(userAgent: string): string {
  const browser = nameIn(userAgent, browsers);
  const system = nameIn(userAgent, systems);
  if (browser === undefined && system === undefined) return 'A browser';
  return `${browser ?? 'A browser'}${system === undefined ? '' : ` on ${system}`}`;
}

/** Where somebody signs in from, as they would recognise it in a list. */
export const whereaboutsOf = (request: Request): Whereabouts => ({
  network: shortenedNetwork(request),
  program: programWords(request.get('user-agent') ?? ''),
});
