import { ActButton } from '../../reader/post-form.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Diff, type ShownDiff } from '../diff.tsx';
import { DeskHead, Part, When } from '../parts.tsx';

export interface RevisionLine {
  readonly version: number;
  readonly what: string;
  readonly by: string;
  readonly at: Moment;
  readonly words: number;
}

export interface HistoryPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly headline: string;
  readonly revisions: readonly RevisionLine[];
}

const titleOf = (headline: string): string => (headline === '' ? 'A story without a headline' : headline);

/** How a story came to be what it is. */
export const HistoryPage = ({ site, path, headline, revisions }: HistoryPageProps) => (
  <AdminFrame site={site} what={`History: ${titleOf(headline)}`} current="stories">
    <DeskHead title="History" kicker={<a href={path}>{titleOf(headline)}</a>} />
    <p class="soft">
      The last hundred saves, and all of the last 90 days. What somebody types in one sitting is one line.
    </p>
    <table class="ruled">
      <caption class="visually-hidden">Saves, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Save</th>
          <th scope="col">By</th>
          <th scope="col" class="figure">
            Words
          </th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {revisions.map(({ version, what, by, at, words }) => (
          <tr key={version}>
            <th scope="row">
              <a class="ruled__link" href={`${path}/history/${version}`}>
                {what}
              </a>
            </th>
            <td>{by}</td>
            <td class="figure" data-label="words">
              {words}
            </td>
            <td class="soft">
              <When at={at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </AdminFrame>
);

export interface RevisionPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly headline: string;
  readonly revision: RevisionLine;
  /** What this save changed, field by field; none where it changed nothing. */
  readonly changes: readonly { readonly field: string; readonly parts: readonly ShownDiff[] }[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** What one save changed, and the way back to it. */
export const RevisionPage = (props: RevisionPageProps) => {
  const { site, path, headline, revision, changes } = props;
  return (
    <AdminFrame site={site} what={`${revision.what}: ${titleOf(headline)}`} current="stories">
      <DeskHead title={revision.what} kicker={<a href={`${path}/history`}>History: {titleOf(headline)}</a>}>
        {!props.isLast && (
          <ActButton
            post={{ action: `${path}/history/${revision.version}/restore`, hidden: [site.csrf] }}
            class="button"
          >
            Go back to this text
          </ActButton>
        )}
      </DeskHead>
      <p class="soft">
        {revision.by}, <When at={revision.at} />
        {props.isLast
          ? '. This is the text of today.'
          : '. Going back makes a new save and changes nothing for readers.'}
      </p>
      {changes.length === 0 ? (
        <p>{props.isFirst ? 'The first save.' : 'No word was changed by it.'}</p>
      ) : (
        changes.map(({ field, parts }) => (
          <Part key={field} id={`change-${field}`} title={field}>
            <p class="diff">
              <Diff parts={parts} />
            </p>
          </Part>
        ))
      )}
    </AdminFrame>
  );
};
