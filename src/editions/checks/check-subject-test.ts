import { findNewsletter } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import type { Edition } from '../sql/editions.ts';
import { findTest } from '../subject-test/sql.ts';
import type { SubjectTest } from '../subject-test/subject-test.ts';
import type { Check } from './check.ts';
import { checkSubject } from './check-words.ts';

/** With fewer, chance decides; the edition does not leave with such a test. */
const leastTestReaders = 50;
/** With fewer, only a large difference says something. */
const fewTestReaders = 200;

const row = (severity: Check['severity'], code: string, message: string): Check => ({
  severity,
  code,
  field: 'subjectTest',
  message,
});

function checkSize({ sharePercent }: SubjectTest, reachable: number): Check[] {
  const readers = Math.floor((reachable * sharePercent) / 100);
  if (readers < leastTestReaders)
    return [
      row(
        'blocking',
        'subject-test-small',
        `About ${readers} readers would get the test, and ${leastTestReaders} are needed to tell anything. Choose a larger share, or send it with one subject.`,
      ),
    ];
  if (readers < fewTestReaders)
    return [
      row(
        'warning',
        'subject-test-few',
        `About ${readers} readers get the test. With so few, only a large difference between the subjects says something.`,
      ),
    ];
  return [];
}

async function checkCounting(db: Db, { newsletterId }: Edition, { decideBy }: SubjectTest): Promise<Check[]> {
  const newsletter = await findNewsletter(db, { id: newsletterId });
  const isCounted = decideBy === 'clicks' ? newsletter?.tracksClicks : newsletter?.tracksOpens;
  if (!newsletter || isCounted) return [];
  return [
    row(
      'blocking',
      'subject-test-uncounted',
      `${newsletter.name} does not ${decideBy === 'clicks' ? 'count clicks' : 'estimate opens'}, so they cannot decide which subject is better. Choose ${decideBy === 'clicks' ? 'opens' : 'clicks'}, or change it in the newsletter’s settings.`,
    ),
  ];
}

/** What has begun to leave keeps the test it left with, or none. */
async function checkUnderway(db: Db, { subjectTest }: Edition, mailingId: number): Promise<Check[]> {
  const hasBegun = (await findTest(db, mailingId)) !== null;
  if (hasBegun === (subjectTest !== null)) return [];
  return [
    hasBegun
      ? row(
          'blocking',
          'subject-test-begun',
          'Some readers have got this edition with a second subject, so it needs one. Write it again.',
        )
      : row(
          'blocking',
          'subject-test-late',
          'The edition has begun to leave with one subject: a second one cannot be tried any more. Take it out.',
        ),
  ];
}

/**
 * Whether two subjects can be tried against each other.
 * @param reachable how many readers the edition would go to
 */
export async function checkSubjectTest(
  db: Db,
  edition: Edition,
  reachable: number,
): Promise<readonly Check[]> {
  const { subject, subjectTest, mailingId, rhythm } = edition;
  const underway = mailingId === null ? [] : await checkUnderway(db, edition, mailingId);
  if (subjectTest === null) return underway;
  if (rhythm !== null)
    return [
      row(
        'blocking',
        'subject-test-automatic',
        'An automatic edition has one subject: a test is for editions made by hand. Take the second subject out.',
      ),
    ];
  const checks = [...underway, ...checkSubject(subjectTest.subject, 'subjectTest', 'second subject')];
  if (subjectTest.subject.trim() === subject.trim())
    checks.push(
      row(
        'blocking',
        'subjects-equal',
        'Both subjects are the same. Write another second one, or take it out.',
      ),
    );
  if (mailingId === null)
    checks.push(...(await checkCounting(db, edition, subjectTest)), ...checkSize(subjectTest, reachable));
  return checks;
}
