import { counted } from '../../../../templates/pages/admin/parts.tsx';
import type { Publication } from '../../../newsletters/publication.ts';
import type { BulkAct } from '../../../segments/bulk.ts';
import { dayMoment } from '../../moments.ts';

/** The last day is the one before the midnight that ends it. */
const lastDay = (endsAt: string | null, publication: Publication): string =>
  endsAt === null ? '' : ` until ${dayMoment(new Date(new Date(endsAt).getTime() - 1), publication).text}`;

/** What a button does: `Add the tag “choir” to 1,932 readers`. */
export function bulkButton(act: BulkAct, readers: number, publication: Publication): string {
  const who = counted(readers, 'reader', 'en');
  switch (act.kind) {
    case 'add tag':
      return `Add the tag “${act.tag}” to ${who}`;
    case 'remove tag':
      return `Take the tag “${act.tag}” from ${who}`;
    case 'subscribe':
      return `Subscribe ${who} to ${act.newsletter}`;
    case 'unsubscribe':
      return `Take ${who} off ${act.newsletter}`;
    case 'give tier':
      return `Give ${who} ${act.tier}${lastDay(act.endsAt, publication)}`;
  }
}

/** Who is left as they are, whatever was asked. */
export function bulkExceptions({ kind }: BulkAct): string {
  switch (kind) {
    case 'add tag':
      return 'Whoever has the tag already stays as they are.';
    case 'remove tag':
      return 'Whoever has not got the tag stays as they are.';
    case 'subscribe':
      return 'Whoever has it, has left it, has not confirmed their address or is kept from mail stays as they are: nobody comes back who said goodbye.';
    case 'unsubscribe':
      return 'Whoever does not get it stays as they are. Mail of it that is on its way is kept back.';
    case 'give tier':
      return 'Whoever holds it, or a higher one, for as long stays as they are.';
  }
}

/** What was done, as the list and the page of it say. */
export function bulkDone(act: BulkAct, readers: number, publication: Publication): string {
  const who = counted(readers, 'reader', 'en');
  switch (act.kind) {
    case 'add tag':
      return `${who} got the tag “${act.tag}”`;
    case 'remove tag':
      return `${who} lost the tag “${act.tag}”`;
    case 'subscribe':
      return `${who} subscribed to ${act.newsletter}`;
    case 'unsubscribe':
      return `${who} taken off ${act.newsletter}`;
    case 'give tier':
      return `${who} given ${act.tier}${lastDay(act.endsAt, publication)}`;
  }
}
