import type { ComponentChildren } from 'preact';
import { CheckList, type CheckLine } from './check-list.tsx';
import { InboxRow, type InboxRowProps } from './inbox-row.tsx';

export interface ProofNotesProps {
  readonly inbox: InboxRowProps;
  readonly checks: readonly CheckLine[];
}

/** What changes with every save: the script puts a fresh one in its place. */
export const ProofNotes = ({ inbox, checks }: ProofNotesProps) => (
  <>
    <InboxRow {...inbox} />
    <h2 class="kicker">Before it leaves</h2>
    <CheckList checks={checks} />
  </>
);

export type ProofWidth = '375' | '600';

export interface ProofFrameProps {
  readonly src: string;
  readonly width: ProofWidth;
  readonly title: string;
}

/** How a mail is looked at. */
export interface ProofLight {
  readonly atNight: boolean;
  readonly withoutPictures: boolean;
}

/** Ticks of a form that shows the mail anew: as a dark mail program shows it, and as one that loads no pictures. */
export const LightTicks = ({ atNight, withoutPictures }: ProofLight) => (
  <fieldset>
    <legend class="visually-hidden">How it is shown</legend>
    <label>
      <input type="checkbox" name="night" value="yes" checked={atNight} /> At night
    </label>
    <label>
      <input type="checkbox" name="pictures" value="no" checked={withoutPictures} /> Pictures off
    </label>
  </fieldset>
);

/** Text that scrolls within itself when it is long, with the keys too. */
export const LongText = ({
  name,
  class: more,
  children,
}: {
  readonly name: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}) => (
  <section
    class={more === undefined ? 'preview-text' : `preview-text ${more}`}
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard has to reach it
    tabindex={0}
    aria-label={name}
  >
    {children}
  </section>
);

/** The real mail, in a frame that may neither run nor reach anything. */
export const ProofFrame = ({ src, width, title }: ProofFrameProps) => (
  <div class={`proof-frame proof-frame--${width}`}>
    <iframe src={src} title={title} sandbox="allow-popups allow-popups-to-escape-sandbox" data-proof />
  </div>
);
