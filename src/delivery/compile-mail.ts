import { createHash } from 'node:crypto';
import type { DkimSigner } from './dkim/create-dkim-signer.ts';
import { type PreparedBody, prepareBody } from './dkim/prepare-body.ts';
import type { MailContent, Piece } from './mail-content.ts';
import type { MailSender } from './mail-sender.ts';
import { encodedSlot, headerLine, mailbox, quotedPrintableRun, rawHeaderLine } from './mime-text.ts';

/** What the headers of a mail say that is the same for every recipient. */
export type MailHeader = {
  readonly sender: MailSender;
  /** Names the mail in Feedback-ID and keeps boundaries apart: never personal. */
  readonly label: string;
  readonly list?: { readonly id: string; readonly name: string } | undefined;
  /** The one-click address: what all share, and the slot that holds its end; needs `list`. */
  readonly unsubscribe?: { readonly base: string; readonly slot: string } | undefined;
  readonly isBulk: boolean;
  readonly isAutoSubmitted: boolean;
};

/** What one recipient's copy adds. `slots` are plain values; each context escapes them. */
export type Recipient = {
  readonly to: string;
  readonly messageId: string;
  readonly datedAt: Date;
  readonly slots: Readonly<Record<string, string>>;
};

/** Writes one recipient's copies; see {@link compileMail}. */
export type Assemble = {
  /**
   * Writes a copy into `room` if it fits there, else into a buffer of its own, and gives the written part: one pass over
   * the ready bytes, nothing built in between. No line of it begins with a dot.
   */
  readonly into: (room: Buffer, recipient: Recipient) => Buffer;
};

export type CompiledMail = {
  /**
   * Chooses the blocks of a mask once; what it gives only fills slots.
   * @param mask decimal digits of a 63-bit number
   */
  readonly forMask: (mask: string) => Assemble;
};

/** Where a slot stands; the same one may stand in many places. */
type SlotUse = { readonly slot: string; readonly isHtml: boolean };

/** Ready bytes, or the place of a slot's value. */
type Part = Buffer | SlotUse;

/** Ready bytes, or the number of a use of a slot. */
type PlacedPart = Buffer | number;

function slotValue(slots: Readonly<Record<string, string>>, name: string): string {
  const value = slots[name];
  if (value === undefined) throw new Error(`the mail has no value for the slot ${name}`);
  return value;
}

const isShown = (piece: Piece, mask: bigint): boolean =>
  piece.block === undefined || (mask & (1n << BigInt(piece.block))) !== 0n;

/** A slot stands between soft breaks, so the ready text around it is encoded once for all. */
const compileBody = (pieces: readonly Piece[], isHtml: boolean): Part[] =>
  pieces.map((piece) =>
    'text' in piece ? Buffer.from(quotedPrintableRun(piece.text), 'latin1') : { slot: piece.slot, isHtml },
  );

const plainText = (pieces: readonly Piece[], slots: Readonly<Record<string, string>>): string =>
  pieces.map((piece) => ('text' in piece ? piece.text : slotValue(slots, piece.slot))).join('');

/** Neighbouring runs of ready text become one buffer. */
function mergeBuffers(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (Buffer.isBuffer(part) && Buffer.isBuffer(last))
      merged[merged.length - 1] = Buffer.concat([last, part]);
    else merged.push(part);
  }
  return merged;
}

/** Each use of a slot is filled once a copy, in however many places it stands. */
function placeSlots(parts: readonly Part[]): { uses: SlotUse[]; placed: PlacedPart[] } {
  const uses: SlotUse[] = [];
  const placed = parts.map((part) => {
    if (Buffer.isBuffer(part)) return part;
    const known = uses.findIndex((use) => use.slot === part.slot && use.isHtml === part.isHtml);
    return known === -1 ? uses.push(part) - 1 : known;
  });
  return { uses, placed };
}

const lengthOf = (part: PlacedPart, filled: readonly string[]): number =>
  typeof part === 'number' ? (filled[part]?.length ?? 0) : part.length;

function fixedHeaders(header: MailHeader): string {
  const { sender, list } = header;
  return [
    rawHeaderLine('From', mailbox(sender.name, sender.address)),
    sender.replyTo === undefined ? '' : rawHeaderLine('Reply-To', sender.replyTo),
    list ? rawHeaderLine('List-Id', mailbox(list.name, list.id)) + rawHeaderLine('List-Post', 'NO') : '',
    header.isBulk ? rawHeaderLine('Precedence', 'bulk') : '',
    header.isAutoSubmitted ? rawHeaderLine('Auto-Submitted', 'auto-generated') : '',
    rawHeaderLine('Feedback-ID', `${header.label}:doorstep`),
    'MIME-Version: 1.0\r\n',
  ].join('');
}

/** RFC 8058: both headers, an https address in angle brackets, unfolded. */
function oneClickHeaders(url: string): string {
  return (
    rawHeaderLine('List-Unsubscribe', `<${url}>`) + 'List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n'
  );
}

/** The Date header (RFC 5322 section 3.3). All mails of a chunk carry the same one, so the last is kept. */
const createDateText = (): ((date: Date) => string) => {
  let lastMs = Number.NaN;
  let text = '';
  return (date) => {
    if (date.getTime() !== lastMs) {
      lastMs = date.getTime();
      text = date.toUTCString().replace('GMT', '+0000');
    }
    return text;
  };
};
const dateText = createDateText();

/**
 * Prepares a mail once for all its recipients: headers written, both parts encoded for transfer (quoted-printable), so a
 * copy costs a few joins. multipart/alternative, plain text first (RFC 2046 section 5.1.4).
 * @param signer signs every copy last (RFC 6376); what all copies share is hashed once
 */
export function compileMail(
  header: MailHeader,
  content: MailContent,
  signer: DkimSigner | null = null,
): CompiledMail {
  const boundary = `=_${createHash('sha256')
    .update(`${header.label}/${JSON.stringify(content)}`)
    .digest('hex')
    .slice(0, 32)}`;
  const fixed = `${fixedHeaders(header)}Content-Type: multipart/alternative; boundary="${boundary}"\r\n`;
  const partHead = (type: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;

  return {
    forMask(maskText) {
      const mask = BigInt(maskText);
      const shown = (pieces: readonly Piece[]) => pieces.filter((piece) => isShown(piece, mask));
      const subject = shown(content.subject);
      const body = mergeBuffers([
        Buffer.from(partHead('text/plain'), 'latin1'),
        ...compileBody(shown(content.text), false),
        Buffer.from(`\r\n${partHead('text/html')}`, 'latin1'),
        ...compileBody(shown(content.html), true),
        Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'),
      ]);
      const isSubjectFixed = subject.every((piece) => 'text' in piece);
      const fixedSubject = isSubjectFixed ? headerLine('Subject', plainText(subject, {})) : null;

      const headOf = ({ to, messageId, datedAt, slots }: Recipient): string =>
        fixed +
        rawHeaderLine('To', to) +
        (fixedSubject ?? headerLine('Subject', plainText(subject, slots))) +
        rawHeaderLine('Date', dateText(datedAt)) +
        rawHeaderLine('Message-ID', `<${messageId}>`) +
        (header.unsubscribe === undefined
          ? ''
          : oneClickHeaders(header.unsubscribe.base + slotValue(slots, header.unsubscribe.slot)));

      const { uses, placed } = placeSlots(body);
      const prepared: PreparedBody | null =
        signer && prepareBody(body.map((part) => (Buffer.isBuffer(part) ? part : 'personal')));
      const signatureOf = (headers: string, filled: readonly string[], date: Date): string => {
        if (!signer || !prepared) return '';
        const personal = placed.flatMap((part) => (typeof part === 'number' ? [filled[part] ?? ''] : []));
        return signer.sign({
          headers: Buffer.from(headers, 'utf8'),
          bodyHash: prepared.hash(personal),
          date,
        });
      };

      return {
        into(room, recipient) {
          const headers = headOf(recipient);
          const filled = uses.map(({ slot, isHtml }) =>
            encodedSlot(slotValue(recipient.slots, slot), isHtml),
          );
          const head = `${signatureOf(headers, filled, recipient.datedAt)}${headers}\r\n`;
          let bytes = Buffer.byteLength(head, 'utf8');
          for (const part of placed) bytes += lengthOf(part, filled);
          const target = bytes <= room.length ? room : Buffer.allocUnsafe(bytes);
          // The head alone may hold characters beyond ASCII: the address of an SMTPUTF8 recipient.
          let at = target.write(head, 0, 'utf8');
          for (const part of placed) {
            at +=
              typeof part === 'number'
                ? target.write(filled[part] ?? '', at, 'latin1')
                : part.copy(target, at);
          }
          return target.subarray(0, at);
        },
      };
    },
  };
}
