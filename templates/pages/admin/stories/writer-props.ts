import type { FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import type { AdminSite } from '../admin-frame.tsx';
import type { ChoiceOption } from '../fields.tsx';
import type { StoryConflictProps } from './story-conflict.tsx';
import type { MarkLine, StoryFields } from './story-draft-fields.ts';

/** What the sheet of a story shows. */
export interface WriterPageProps {
  readonly site: AdminSite;
  /** Addresses of this page's own scripts, and of the rich surface that one of them loads. */
  readonly scripts: readonly string[];
  readonly richScript: string;
  /** Where the sheet is saved: the draft's own address; everything else hangs below it. */
  readonly path: string;
  /** False on an empty sheet that nobody has saved. */
  readonly isKept: boolean;
  readonly version: number;
  readonly fields: StoryFields;
  /** A true sentence, such as "Saved 14:02". */
  readonly saveState: string;
  readonly words: number;
  readonly marks: readonly MarkLine[];
  /** Its address as readers know it; null while they know none. */
  readonly published: { readonly slug: string; readonly hasChanges: boolean } | null;
  readonly scheduled: { readonly at: Moment; readonly by: string; readonly isOlder: boolean } | null;
  /** It was out: since when readers do not see it. */
  readonly takenBack: Moment | null;
  /** It never was a story, so it may go. */
  readonly mayDelete: boolean;
  readonly trouble: string;
  /** What the fields of the time show. */
  readonly when: { readonly on: string; readonly time: string; readonly zone: string };
  readonly sections: readonly ChoiceOption[];
  readonly newsletters: readonly ChoiceOption[];
  readonly tiers: readonly ChoiceOption[];
  readonly sourceUrl: string | null;
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
  readonly conflict?: StoryConflictProps | undefined;
  /** Somebody pressed publish and marks are open: the word that lets it go stands at them. */
  readonly asksAboutMarks: boolean;
}
