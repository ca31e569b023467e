/**
 * A run of ready text, or the place where one reader's value goes.
 * `block`: only for readers whose mask has that bit (0 to 62); without it, for everyone.
 */
export type Piece =
  { readonly text: string; readonly block?: number } | { readonly slot: string; readonly block?: number };

/**
 * One rendered mail, the same for every reader but for slots and blocks. Decoded UTF-8, not yet encoded for transfer.
 * The texts of `html` are ready markup; a slot's value is escaped when it is put in. `subject` and `text` hold no markup.
 */
export type MailTemplate = {
  readonly subject: readonly Piece[];
  readonly html: readonly Piece[];
  readonly text: readonly Piece[];
};
