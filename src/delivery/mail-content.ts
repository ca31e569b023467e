/**
 * A run of ready text, or the place of one recipient's value.
 * `block`: only for recipients whose block mask has that bit (0 to 62); without it, for everybody.
 */
export type Piece =
  { readonly text: string; readonly block?: number } | { readonly slot: string; readonly block?: number };

/** One rendered mail: the same for every recipient but for its slots and blocks. Decoded UTF-8, not yet encoded for transfer. */
export type MailContent = {
  readonly subject: readonly Piece[];
  readonly html: readonly Piece[];
  readonly text: readonly Piece[];
};

/** A mailing's mail as one part of its readers gets it, such as those of one language; what the number means, the room above knows. */
export type VariantContent = { readonly variant: number; readonly content: MailContent };

/** Where a slot's value comes from: a frozen personal value of the row, or a link signed for the recipient. */
export type MailingSlot =
  | { readonly name: string; readonly kind: 'field'; /** index into `fields` */ readonly position: number }
  | {
      readonly name: string;
      readonly kind: 'link';
      /** The address up to the token, for example `https://news.example.org/unsubscribe/`. */
      readonly base: string;
      /** The token's purpose, and the number in it beside the recipient's id. */
      readonly purpose: string;
      readonly ref: number;
    }
  | {
      /** A link that names the delivery itself, for clicks and opens: the token holds the mailing and the row. */
      readonly name: string;
      readonly kind: 'delivery-link';
      readonly base: string;
      readonly purpose: string;
    };
