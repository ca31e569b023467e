import { type TestView, testLine } from './progress-view.ts';
import { grouped } from './words.ts';

export interface SubjectTestPanelProps {
  readonly test: TestView;
  readonly language: string;
}

/** Both subjects side by side while they are tried, and which one won. */
export const SubjectTestPanel = ({ test, language }: SubjectTestPanelProps) => (
  <section class="subject-test-panel" aria-labelledby="subject-test">
    <h2 class="kicker" id="subject-test">
      Two subjects
    </h2>
    <p>{testLine(test, language)}</p>
    <table class="edition-table">
      <caption class="visually-hidden">Both subjects so far</caption>
      <thead>
        <tr>
          <th scope="col">Subject</th>
          <th scope="col">Sent</th>
          <th scope="col">{test.decideBy === 'clicks' ? 'Clicked' : 'Opened, an estimate'}</th>
        </tr>
      </thead>
      <tbody>
        {(['a', 'b'] as const).map((arm) => (
          <tr key={arm}>
            <th scope="row">
              {arm.toUpperCase()}: {test.arms[arm].subject}
            </th>
            <td>
              {grouped(test.arms[arm].accepted, language)} of {grouped(test.arms[arm].readers, language)} sent
            </td>
            <td>
              {grouped(test.arms[arm].reacted, language)} {test.decideBy === 'clicks' ? 'clicked' : 'opened'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
