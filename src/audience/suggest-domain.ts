import { parseAddress } from '../delivery/address.ts';

const common =
  `gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com hotmail.com hotmail.co.uk hotmail.fr
hotmail.de outlook.com outlook.fr outlook.de live.com live.co.uk msn.com icloud.com me.com mac.com aol.com proton.me
protonmail.com gmx.de gmx.net gmx.com gmx.at web.de t-online.de freenet.de mail.com zoho.com fastmail.com hey.com
btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com comcast.net verizon.net att.net sbcglobal.net
bellsouth.net cox.net charter.net earthlink.net shaw.ca rogers.com bigpond.com optusnet.com.au orange.fr wanadoo.fr
free.fr sfr.fr laposte.net libero.it alice.it tin.it telefonica.net terra.es telenet.be skynet.be ziggo.nl kpnmail.nl
bluewin.ch`.split(/\s+/);

/** Edit distance with swaps of neighbours as one step (optimal string alignment), given up beyond 2. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  const rows = Array.from({ length: left.length + 1 }, (_, i) => [
    i,
    ...Array.from({ length: right.length }, () => 0),
  ]);
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let j = 0; j <= right.length; j += 1) rows[0]?.splice(j, 1, j);
  for (let i = 1; i <= left.length; i += 1) {
    for (let j = 1; j <= right.length; j += 1) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
      const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (isSwap) best = Math.min(best, at(i - 2, j - 2) + 1);
      rows[i]?.splice(j, 1, best);
    }
  }
  return at(left.length, right.length);
}

/**
 * What the reader may have meant: the same address at a well-known domain one or two letters away. A hint, never a
 * refusal: null when the domain is known or nothing is near.
 */
export function suggestAddress(text: string): string | null {
  const parsed = parseAddress(text);
  if (!parsed) return null;
  const at = parsed.address.lastIndexOf('@');
  const domain = parsed.address.slice(at + 1);
  if (common.includes(domain)) return null;
  const near = common
    .map((known) => ({ known, steps: distance(domain, known) }))
    .sort((a, b) => a.steps - b.steps)[0];
  const isNear = near !== undefined && near.steps <= (near.known.length > 7 ? 2 : 1);
  return isNear ? `${parsed.address.slice(0, at)}@${near.known}` : null;
}
