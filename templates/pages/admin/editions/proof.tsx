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

/** The real mail, in a frame that may neither run nor reach anything. */
export const ProofFrame = ({ src, width, title }: ProofFrameProps) => (
  <div class={`proof-frame proof-frame--${width}`}>
    <iframe src={src} title={title} sandbox="allow-popups allow-popups-to-escape-sandbox" data-proof />
  </div>
);
