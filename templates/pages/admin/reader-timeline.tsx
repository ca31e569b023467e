import type { Moment } from '../reader/site.ts';
import { Pager, type Paging, Part, When } from './parts.tsx';

export interface TimelineEntry {
  readonly key: string;
  readonly what: string;
  readonly href: string | null;
  /** What came of it, or who did it; may be empty. */
  readonly outcome: string;
  readonly reason: string | null;
  readonly at: Moment;
}

export interface ReaderTimeline {
  readonly entries: readonly TimelineEntry[];
  readonly paging: Paging;
}

/** A reader's way with the newsroom, the newest first. */
export const Timeline = ({ timeline: { entries, paging } }: { readonly timeline: ReaderTimeline }) => (
  <Part id="timeline" title="What happened">
    {entries.length === 0 ? (
      <p>Nothing more.</p>
    ) : (
      <table class="ruled">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Outcome</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.key}>
              <th scope="row">{entry.href === null ? entry.what : <a href={entry.href}>{entry.what}</a>}</th>
              <td>
                {entry.outcome}
                {entry.reason !== null && <p class="hint">{entry.reason}</p>}
              </td>
              <td class="soft">
                <When at={entry.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <Pager {...paging} more="Older" />
  </Part>
);
