/** A reader followed a link, or their mail program fetched the picture that says a mail was opened. */
export type ReactionKind = 'click' | 'open';

/** Why something is not counted as a person's. The words are kept in rows: they never change. */
export const machineReasons = [
  'hidden link',
  'every link',
  'too fast',
  'scanner program',
  'scanner network',
  'no page asked',
  'prefetch',
  'privacy proxy',
] as const;
export type MachineReason = (typeof machineReasons)[number];

/** Only for links a person can see: 0 is the hidden one. */
export const hiddenLink = 0;

/** The mail as a whole, among the figures of its links. */
export const wholeMail = -1;

/** One request, as it came. */
export type ReaderEvent = {
  readonly at: Date;
  readonly kind: ReactionKind;
  readonly mailingId: number;
  readonly deliveryId: number;
  readonly link: number;
  readonly reason: MachineReason | null;
  /** Shortened, so that it names no household. */
  readonly network: string;
  readonly program: string;
};

/** What one delivery's reader did with one link, or with the open picture. */
export type Mark = {
  readonly kind: ReactionKind;
  readonly link: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly times: number;
  /** Why each request of it looks like a machine's; null as soon as one does not. Times are of those that do not, then. */
  readonly ownReason: MachineReason | null;
  readonly reason: MachineReason | null;
};
