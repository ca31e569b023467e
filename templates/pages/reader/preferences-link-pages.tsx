import { FreshLinkForm, type LinkProblemPageProps } from './confirm-page.tsx';
import { ErrorSummary } from './problems.tsx';
import { ReaderFrame } from './reader-frame.tsx';
import { wordsIn } from '../../words/languages.ts';

export type PreferencesProblemPageProps = Omit<LinkProblemPageProps, 'reason'>;

/** The link of an old mail, or a broken one: a fresh link comes by mail. */
export const PreferencesProblemPage = ({ site, ...form }: PreferencesProblemPageProps) => {
  const { preferences } = wordsIn(site.language);
  return (
    <ReaderFrame
      site={site}
      width="column"
      what={preferences.freshTitle}
      isUnlisted
      hasProblem={form.problem !== undefined}
    >
      <ErrorSummary
        problems={form.problem === undefined ? [] : [{ field: 'email', message: form.problem }]}
      />
      <h1>{preferences.freshHeadline}</h1>
      <p class="dek">{preferences.freshText}</p>
      <FreshLinkForm {...form} />
    </ReaderFrame>
  );
};

/** Who has no mail of ours at hand gets the link by mail. */
export const AskForLinkPage = ({ site, ...form }: PreferencesProblemPageProps) => {
  const { preferences } = wordsIn(site.language);
  return (
    <ReaderFrame
      site={site}
      width="column"
      what={preferences.title}
      isUnlisted
      hasProblem={form.problem !== undefined}
    >
      <ErrorSummary
        problems={form.problem === undefined ? [] : [{ field: 'email', message: form.problem }]}
      />
      <h1>{preferences.askHeadline}</h1>
      <p class="dek">{preferences.askText}</p>
      <FreshLinkForm {...form} />
    </ReaderFrame>
  );
};
