import { type CountedAnswer, PollBars } from '../../reader/poll-bars.tsx';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { DeskHead, Part } from '../parts.tsx';

export interface PollsPageProps {
  readonly site: AdminSite;
  /** The edition's own address. */
  readonly path: string;
  readonly subject: string;
  readonly polls: ReadonlyArray<{
    readonly poll: string;
    readonly question: string;
    readonly answers: readonly CountedAnswer[];
    readonly readers: number;
  }>;
}

/** What readers answered to the questions of an edition: counts, and nobody's name. */
export const PollsPage = ({ site, path, subject, polls }: PollsPageProps) => (
  <AdminFrame site={site} what={`Answers: ${subject}`} current="editions">
    <DeskHead title="What readers answered" kicker={<a href={`${path}/report`}>{subject}</a>} />
    {polls.length === 0 && <p>This edition asked nothing.</p>}
    {polls.map(({ poll, question, answers, readers }) => (
      <Part key={poll} id={`poll-${poll}`} title={question}>
        <div class="narrow">
          <PollBars answers={answers} readers={readers} />
        </div>
      </Part>
    ))}
    <p class="hint">
      One answer a reader, by a button behind the link in the mail; readers may change theirs. Who answered
      sees these counts, too.
    </p>
  </AdminFrame>
);
