import { csvLine } from '../platform/csv.ts';
import type { ArmCount } from '../editions/subject-test/count-arms.ts';
import type { SubjectTestState } from '../editions/subject-test/read-test.ts';
import type { EditionReport } from './edition-report.ts';

const shared = (section: string, name: string, detail: string, readers: number): string =>
  csvLine([section, name, detail, String(readers)]);

/** Each subject that was tried, and how the rest did with the one that won. */
function subjectLines({ subjects, counts, winner, reason }: SubjectTestState): readonly string[] {
  const lines = (name: string, subject: string, count: ArmCount): readonly string[] => [
    shared(name, subject, 'delivered', count.accepted),
    shared(name, subject, 'clicks, people', count.clicks),
    shared(name, subject, 'opens, estimate', count.opens),
  ];
  return [
    ...lines('subject A', subjects.a, counts.a),
    ...lines('subject B', subjects.b, counts.b),
    ...(winner === null
      ? []
      : [
          csvLine(['subject that won', subjects[winner], reason ?? '', '']),
          ...lines('the rest', subjects[winner], counts.rest),
        ]),
  ];
}

/** Everything a report shows, a figure a line. */
export function editionReportCsv(report: EditionReport): string {
  const { figures, clicks, opens, subjectTest, links, hours, bounces, history } = report;
  return [
    csvLine(['section', 'name', 'detail', 'readers']),
    shared('edition', 'audience', '', report.audience),
    shared('edition', 'delivered', '', figures.delivered),
    shared('edition', 'clicks', 'people', clicks.people),
    ...clicks.excluded.map(({ reason, readers }) => shared('edition', 'clicks', reason, readers)),
    shared('edition', 'unsubscribes', '', figures.unsubscribes),
    shared('edition', 'complaints', '', figures.complaints),
    shared('edition', 'bounces', '', figures.bounced),
    shared('edition', 'opens', 'estimate', opens.people),
    ...opens.excluded.map(({ reason, readers }) => shared('edition', 'opens', reason, readers)),
    ...(subjectTest === null ? [] : subjectLines(subjectTest)),
    ...links.flatMap(({ number, words, url, people, excluded }) => [
      shared(`link ${number}`, words, url, people),
      ...excluded.map(({ reason, readers }) => shared(`link ${number}`, words, reason, readers)),
    ]),
    ...hours.map(({ hour, readers }) => shared('first clicks by hour', hour.toISOString(), '', readers)),
    ...bounces.map(({ provider, replyClass, text, readers }) =>
      shared(`bounces ${replyClass}`, provider, text, readers),
    ),
    ...history.flatMap(({ publicId, subject, delivered, clicks: people, unsubscribes }) => [
      shared(`before ${publicId}`, subject, 'delivered', delivered),
      shared(`before ${publicId}`, subject, 'clicks', people),
      shared(`before ${publicId}`, subject, 'unsubscribes', unsubscribes),
    ]),
  ].join('');
}
