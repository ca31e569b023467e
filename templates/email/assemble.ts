import { escapeHtml } from './escape-html.ts';
import type { MailTemplate, Piece } from './mail-template.ts';

/** The mask of a reader who sees every block: bits 0 to 62. */
export const everyBlock = (1n << 63n) - 1n;

/** A reader's values by slot name, unescaped. */
export type SlotValues = Readonly<Record<string, string>>;

/**
 * The HTML one reader gets; values are escaped for text and attributes.
 * @param mask which blocks the reader sees, by bit
 * @throws when a slot has no value
 */
export function assembleHtml(
  template: MailTemplate,
  slots: SlotValues = {},
  mask: bigint = everyBlock,
): string {
  return joinPieces(template.html, slots, mask, escapeHtml);
}

/** The plain text one reader gets; see assembleHtml. */
export function assembleText(
  template: MailTemplate,
  slots: SlotValues = {},
  mask: bigint = everyBlock,
): string {
  return joinPieces(template.text, slots, mask, (value) => value);
}

/** The subject one reader gets; see assembleHtml. */
export function assembleSubject(
  template: MailTemplate,
  slots: SlotValues = {},
  mask: bigint = everyBlock,
): string {
  return joinPieces(template.subject, slots, mask, (value) => value);
}

function joinPieces(
  pieces: readonly Piece[],
  slots: SlotValues,
  mask: bigint,
  escape: (value: string) => string,
): string {
  return pieces
    .filter(({ block }) => block === undefined || ((mask >> BigInt(block)) & 1n) === 1n)
    .map((piece) => ('text' in piece ? piece.text : escape(slotValue(slots, piece.slot))))
    .join('');
}

function slotValue(slots: SlotValues, slot: string): string {
  const value = slots[slot];
  if (value === undefined) throw new Error(`The slot ${slot} has no value`);
  return value;
}
