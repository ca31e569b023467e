import type { ComponentChildren } from 'preact';
import { Part, grouped } from '../parts.tsx';
import type { EditionReportPageProps, ReportBefore } from './edition-report.ts';
import { medianOf, refusalWords, shareWords } from './report-words.ts';

/** Why mail came back, by provider. */
export const Bounces = ({ bounces, site, path }: EditionReportPageProps) => (
  <Part id="bounces" title="Bounces">
    {bounces.length === 0 ? (
      <p>None.</p>
    ) : (
      <table class="edition-table">
        <caption class="visually-hidden">Bounces by provider and reason</caption>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Reason</th>
            <th scope="col" class="figure">
              Readers
            </th>
          </tr>
        </thead>
        <tbody>
          {bounces.map(({ provider, replyClass, code, text, readers }) => (
            <tr key={`${provider} ${replyClass}`}>
              <th scope="row">{provider}</th>
              <td>
                {refusalWords(replyClass)}
                <details>
                  <summary>In the server’s words</summary>
                  <p class="small">{text === '' ? 'The server gave no words.' : `“${code ?? ''} ${text}”`}</p>
                </details>
              </td>
              <td class="figure" data-label="Readers">
                {grouped(readers, site.language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <p class="small">
      <a class="off-paper" href={`${path}/receipt?state=refused#readers`}>
        Who it bounced for, reader by reader
      </a>
    </p>
  </Part>
);

/** It says on a phone what it is of, where no column has a head. */
const Figure = ({ of, children }: { readonly of: string; readonly children: ComponentChildren }) => (
  <td class="figure" data-label={of}>
    {children}
  </td>
);

/** The one in the middle of them, figure by figure. */
const Usual = ({
  history,
  language,
}: {
  readonly history: readonly ReportBefore[];
  readonly language: string;
}) => {
  const sent = history.filter(({ delivered }) => delivered > 0);
  const share = (of: (each: ReportBefore) => number): string =>
    sent.length === 0 ? '–' : shareWords(medianOf(sent.map(of)), 1, language);
  return (
    <tr>
      <th scope="row">Usually</th>
      <td class="soft">median of {grouped(sent.length, language)}</td>
      <Figure of="Delivered">
        {grouped(Math.round(medianOf(sent.map(({ delivered }) => delivered))), language)}
      </Figure>
      <Figure of="Clicked">{share((each) => each.clicks / each.delivered)}</Figure>
      <Figure of="Left">{share((each) => each.unsubscribes / each.delivered)}</Figure>
      <Figure of="Complained">{share((each) => each.complaints / each.delivered)}</Figure>
      <Figure of="Bounced">{share((each) => each.bounced / (each.delivered + each.bounced))}</Figure>
    </tr>
  );
};

/** The newsletter’s editions before this one. */
export const Before = ({ history, newsletter, site }: EditionReportPageProps) => (
  <Part id="before" title="Beside its own past">
    {history.length === 0 ? (
      <p>It is the first edition of {newsletter}.</p>
    ) : (
      <table class="edition-table">
        <caption class="visually-hidden">Editions of {newsletter} before this one</caption>
        <thead>
          <tr>
            <th scope="col">Edition</th>
            <th scope="col">Sent</th>
            <th scope="col" class="figure">
              Delivered
            </th>
            <th scope="col" class="figure">
              Clicked
            </th>
            <th scope="col" class="figure">
              Left
            </th>
            <th scope="col" class="figure">
              Complained
            </th>
            <th scope="col" class="figure">
              Bounced
            </th>
          </tr>
        </thead>
        <tbody>
          <Usual history={history} language={site.language} />
          {history.map((each) => (
            <tr key={each.href}>
              <th scope="row">
                <a class="edition-table__link" href={each.href}>
                  {each.subject}
                </a>
              </th>
              <td class="soft">
                <time dateTime={each.at.iso}>{each.at.text}</time>
              </td>
              <Figure of="Delivered">{grouped(each.delivered, site.language)}</Figure>
              <Figure of="Clicked">{shareWords(each.clicks, each.delivered, site.language)}</Figure>
              <Figure of="Left">{shareWords(each.unsubscribes, each.delivered, site.language)}</Figure>
              <Figure of="Complained">{shareWords(each.complaints, each.delivered, site.language)}</Figure>
              <Figure of="Bounced">
                {shareWords(each.bounced, each.delivered + each.bounced, site.language)}
              </Figure>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </Part>
);
