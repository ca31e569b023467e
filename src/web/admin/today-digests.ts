import type { Departure, Need } from '../../../templates/pages/admin/today-page.tsx';
import { rhythmNames } from '../../../templates/pages/reader/choices.tsx';
import type { RunLine } from '../../editions/digests/steer-run.ts';
import type { Publication } from '../../newsletters/publication.ts';
import { clockMoment } from '../moments.ts';
import { runPath } from './editions/run-row.ts';

const mostDepartures = 4;

/** Automatic editions that wait for a person: a yes, or a word about what stands in their way. */
export function runNeeds(runs: readonly RunLine[], publication: Publication): readonly Need[] {
  return runs.flatMap(({ publicId, state, newsletter, note, departsAt, deadlineAt }): readonly Need[] => {
    const href = runPath(publicId);
    const hour = clockMoment(departsAt, publication).text;
    switch (state) {
      case 'held': {
        const until =
          deadlineAt === null ? '' : ` We wait until ${clockMoment(deadlineAt, publication).text}.`;
        return [{ href, title: `${newsletter} waits for approval`, words: `It leaves on ${hour}.${until}` }];
      }
      case 'late':
        return [{ href, title: `${newsletter} of ${hour} has not left`, words: note ?? 'It is late.' }];
      case 'failed':
        return [{ href, title: `${newsletter} of ${hour} cannot leave`, words: note ?? 'It broke.' }];
      case 'due':
      case 'ready':
      case 'released':
      case 'skipped':
        return [];
      default:
        return state satisfies never;
    }
  });
}

/** The next departures. */
export const nextDepartures = (runs: readonly RunLine[], publication: Publication): readonly Departure[] =>
  runs
    .filter(({ state }) => state === 'due' || state === 'ready')
    .slice(0, mostDepartures)
    .map(({ publicId, departsAt, newsletter, rhythm }) => ({
      href: runPath(publicId),
      at: clockMoment(departsAt, publication),
      newsletter,
      rhythm: rhythmNames[rhythm],
    }));
