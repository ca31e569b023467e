import { Frame } from '../frame.tsx';
import { ErrorSummary } from './problems.tsx';
import type { FieldProblem } from './problems.tsx';
import { ReaderFrame, tongueOf } from './reader-frame.tsx';
import { SignUpBox } from './sign-up-box.tsx';
import type { SignUpBoxProps } from './sign-up-box.tsx';
import type { Site } from './site.ts';
import { InTongue } from './tongue.tsx';

export interface FormPageProps {
  readonly site: Site;
  readonly box: SignUpBoxProps;
}

/** What is wrong, each with the id its field has inside the box. */
const problemsOf = ({ id, problem, otherProblem }: SignUpBoxProps): readonly FieldProblem[] => [
  ...(problem === undefined ? [] : [{ field: `${id}-email`, message: problem }]),
  ...(otherProblem === undefined
    ? []
    : [{ field: `${id}-${otherProblem.field}`, message: otherProblem.message }]),
];

/** A form of the newsroom on a page of its own. */
export const FormPage = ({ site, box }: FormPageProps) => {
  const problems = problemsOf(box);
  return (
    <ReaderFrame
      site={site}
      width="column"
      what={box.headline}
      description={box.promise}
      hasProblem={problems.length > 0}
    >
      <ErrorSummary problems={problems} />
      <SignUpBox {...box} heading="h1" />
    </ReaderFrame>
  );
};

/** The same form inside a page of another site: nothing around it, and whatever it leads to opens outside the frame. */
export const EmbedPage = ({ site, box }: FormPageProps) => (
  <Frame
    language={site.language}
    publication={site.title}
    what={box.headline}
    isUnlisted
    styles={site.styles}
    scripts={[site.script]}
    bodyClass="embed"
  >
    <InTongue tongue={tongueOf(site)}>
      <main>
        <SignUpBox {...box} heading="h1" target="_blank" />
      </main>
    </InTongue>
  </Frame>
);
