import { resultWords } from '../editions/subject-test-words.ts';
import { Part, grouped } from '../parts.tsx';
import type { EditionReportPageProps, ReportSubject } from './edition-report.ts';
import { shareWords } from './report-words.ts';

/** A beside B, why one of them won, and how the rest did with it. */
export const Subjects = ({ subjectTest, tracking, site }: EditionReportPageProps) => {
  if (subjectTest === null) return null;
  const { a, b, rest, result } = subjectTest;
  const { language } = site;
  const line = (name: string, { subject, accepted, clicks, opens }: ReportSubject) => (
    <tr>
      <th scope="row">
        {name}
        {subject !== '' && ` ${subject}`}
      </th>
      <td>{grouped(accepted, language)} delivered</td>
      {tracking.clicks && (
        <td>
          {grouped(clicks, language)} clicked · {shareWords(clicks, accepted, language)}
        </td>
      )}
      {tracking.opens && (
        <td>
          {grouped(opens, language)} opened · {shareWords(opens, accepted, language)}
        </td>
      )}
    </tr>
  );
  return (
    <Part id="subjects" title="Two subjects">
      <p>
        {result === null ? 'It is not decided yet; the rest waits.' : resultWords(result, language)}{' '}
        {result !== null && 'The table goes on counting after that.'}
      </p>
      <table class="edition-table">
        <caption class="visually-hidden">Both subjects and the rest</caption>
        <thead>
          <tr>
            <th scope="col">Subject</th>
            <th scope="col">Delivered</th>
            {tracking.clicks && <th scope="col">People who clicked</th>}
            {tracking.opens && <th scope="col">Opens, an estimate</th>}
          </tr>
        </thead>
        <tbody>
          {line('A:', a)}
          {line('B:', b)}
          {line('The rest', rest)}
        </tbody>
      </table>
    </Part>
  );
};
