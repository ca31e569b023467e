import { isIPv4 } from 'node:net';
import type { MachineReason, ReactionKind } from './reaction.ts';
import { isAppleNetwork, isScannerNetwork } from './scanner-networks.ts';

/** What one request shows of who made it. */
export type Visit = {
  readonly kind: ReactionKind;
  readonly method: string;
  /** As the server saw it; not kept. */
  readonly address: string;
  readonly program: string;
  /** The Purpose or Sec-Purpose header. */
  readonly purpose: string;
};

const scannerPrograms =
  /bot\b|crawl|spider|scan|preview|prefetch|barracuda|proofpoint|mimecast|safelinks|symantec|fireeye|trendmicro|sophos|curl|wget|python|java\/|go-http|okhttp|libwww|axios|node-fetch|headless|phantomjs|slurp|facebookexternalhit|whatsapp|telegram/i;

/** Apple's proxy calls itself by half a name. */
const bareMozilla = /^Mozilla\/5\.0$/;

/** Why a request alone looks like a machine's; null: nothing about it does. What others show by company is judged later. */
export function machineSign({ kind, method, address, program, purpose }: Visit): MachineReason | null {
  if (method !== 'GET') return 'no page asked';
  if (/prefetch|preview/i.test(purpose)) return 'prefetch';
  const v4 = address.replace(/^::ffff:/, '');
  const isV4 = isIPv4(v4);
  if (isV4 && isScannerNetwork(v4)) return 'scanner network';
  if (kind === 'open' && (bareMozilla.test(program) || (isV4 && isAppleNetwork(v4)))) return 'privacy proxy';
  if (program === '' || scannerPrograms.test(program)) return 'scanner program';
  return null;
}
