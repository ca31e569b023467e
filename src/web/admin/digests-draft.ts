import type { z } from 'zod';
import type { DigestsDraft, ScheduleDraft } from '../../../templates/pages/admin/digests-page.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import type { DigestPlan } from '../../editions/digests/plan.ts';
import { type DigestSchedule, clockOf, plainSchedule } from '../../editions/digests/schedule.ts';
import { type Newsletter, type Rhythm, rhythms } from '../../newsletters/newsletter.ts';
import { textOf, textsOf } from '../form-body.ts';

type Offering = Pick<Newsletter, 'rhythms'>;

const inOrder = ({ rhythms: offered }: Offering): readonly Rhythm[] =>
  rhythms.filter((rhythm) => offered.includes(rhythm));

/** What is set now, as the form shows it; a rhythm that the newsletter does not offer is left out. */
export function digestsDraftOf(
  newsletter: Offering,
  plan: DigestPlan,
  schedules: readonly DigestSchedule[],
  timeZone: string,
): DigestsDraft {
  return {
    sectionIds: plan.sectionIds.map(String),
    byFollowedSections: plan.byFollowedSections,
    isCombined: plan.isCombined,
    atReadersHour: plan.atReadersHour,
    latenessMinutes: String(plan.latenessMinutes),
    quietFrom: plan.quietFrom === null ? '' : clockOf(plan.quietFrom),
    quietUntil: plan.quietUntil === null ? '' : clockOf(plan.quietUntil),
    warnMinutes: String(plan.warnMinutes),
    schedules: inOrder(newsletter).map((rhythm) => {
      const schedule = schedules.find((each) => each.rhythm === rhythm) ?? plainSchedule(rhythm, timeZone);
      return {
        ...schedule,
        minutes: clockOf(schedule.minutes),
        weekdays: schedule.weekdays.map(String),
        leastStories: String(schedule.leastStories),
        leadMinutes: String(schedule.leadMinutes),
        deadlineMinutes: String(schedule.deadlineMinutes),
      };
    }),
  };
}

function readSchedule(body: unknown, rhythm: Rhythm): ScheduleDraft {
  const text = (field: keyof ScheduleDraft) => textOf(body, `${rhythm}-${field}`).trim();
  const isEach = rhythm === 'each_story';
  return {
    rhythm,
    isOn: text('isOn') !== '',
    // Each story has no hour of its own and wants one story.
    minutes: isEach ? '00:00' : text('minutes'),
    weekdays: isEach ? ['1', '2', '3', '4', '5', '6', '7'] : textsOf(body, `${rhythm}-weekdays`),
    leastStories: isEach ? '1' : text('leastStories'),
    timeZone: text('timeZone'),
    needsApproval: text('needsApproval') !== '',
    leadMinutes: text('leadMinutes'),
    deadlineMinutes: text('deadlineMinutes'),
    unapproved: text('unapproved'),
  };
}

/** What a form sent, as it will stand in the form again. */
export const readDigestsDraft = (body: unknown, newsletter: Offering): DigestsDraft => ({
  sectionIds: textsOf(body, 'sectionIds'),
  byFollowedSections: textOf(body, 'byFollowedSections') !== '',
  isCombined: textOf(body, 'isCombined') !== '',
  atReadersHour: textOf(body, 'atReadersHour') !== '',
  latenessMinutes: textOf(body, 'latenessMinutes'),
  quietFrom: textOf(body, 'quietFrom'),
  quietUntil: textOf(body, 'quietUntil'),
  warnMinutes: textOf(body, 'warnMinutes'),
  schedules: inOrder(newsletter).map((rhythm) => readSchedule(body, rhythm)),
});

/** What the form's check found, at the fields as the page names them. */
export function digestProblems(error: z.ZodError, { schedules }: DigestsDraft): readonly FieldProblem[] {
  const found = new Map<string, string>();
  for (const { path, message } of error.issues) {
    const [first, index, field] = path;
    const rhythm = first === 'schedules' && typeof index === 'number' ? schedules[index]?.rhythm : undefined;
    const name = rhythm === undefined ? String(first ?? '') : `${rhythm}-${String(field)}`;
    if (!found.has(name)) found.set(name, message);
  }
  return [...found].map(([field, message]) => ({ field, message }));
}
