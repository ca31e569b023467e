import type { Request } from 'express';
import type { WebSetting } from './web-setting.ts';

/** What browsers say of where a request comes from; old ones that say nothing still need the token of the form. */
export function isFromElsewhere({ publicUrl }: Pick<WebSetting, 'publicUrl'>, request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.get('origin');
  if (origin === undefined || origin === new URL(publicUrl).origin) return false;
  // "null" is the origin of a sandbox: it has no host and is never ours.
  return !URL.canParse(origin) || new URL(origin).host !== request.get('host');
}
