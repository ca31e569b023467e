import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { Notice } from '../../reader/notice.tsx';
import { PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import { Input } from '../fields.tsx';
import { type CheckLine, CheckList } from './check-list.tsx';
import { type SubjectTestDraft, waitWords } from './subject-test-words.ts';
import { grouped, leftOutWords, readers } from './words.ts';

export interface LeftOut {
  readonly reason: string;
  readonly readers: number;
  /** The list of them. */
  readonly href: string;
}

export interface SendEditionPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  /** A second subject is tried on some of them first. */
  readonly test: SubjectTestDraft | null;
  readonly newsletter: string;
  readonly sender: string;
  /** Who will get it, counted a moment ago. */
  readonly reachable: number;
  readonly leftOut: readonly LeftOut[];
  /** The moment of the count, such as "14:02 (Europe/London)". */
  readonly countedAt: string;
  readonly undoSeconds: number;
  /** The end of the quiet hours, such as "07:00", where it would wait for them; null outside of them. */
  readonly quietUntil: string | null;
  readonly problems: readonly FieldProblem[];
  /** What the fields for another time show, by the clock of this zone. */
  readonly later: { readonly on: string; readonly time: string };
  readonly timeZone: string;
  readonly checks: readonly CheckLine[];
  /** Why the last click did not send. */
  readonly refusal: readonly string[];
  /** A second person has not said yes to this text. */
  readonly needsApproval: boolean;
  readonly version: number;
  readonly releaseKey: string;
}

const sum = (parts: readonly LeftOut[]): number => parts.reduce((total, part) => total + part.readers, 0);

/** One sentence that says all of it, then the button that does it. */
export const SendEditionPage = (props: SendEditionPageProps) => {
  const { site, path, subject, checks, newsletter } = props;
  const { language } = site;
  const isBlocked = checks.some(({ severity }) => severity === 'blocking');
  return (
    <AdminFrame
      site={site}
      what={`Send: ${subject}`}
      current="editions"
      hasProblem={props.refusal.length + props.problems.length > 0}
    >
      <div class="edition-page">
        <p class="small">
          <a href={path}>Back to the draft</a>
        </p>
        <h1>Send this edition</h1>
        <p class="send-sentence">
          <b>“{subject === '' ? 'No subject yet' : subject}”</b> goes to{' '}
          <b>{readers(props.reachable, language)}</b> of <b>{newsletter}</b> from <b>{props.sender}</b>,{' '}
          <b>{when(props)}</b>.
        </p>
        {props.test !== null && <p>{testWords(props.test, props.reachable, language)}</p>}
        <ErrorSummary problems={props.problems} />
        {props.refusal.map((message) => (
          <Notice key={message} kind="warn">
            {message}
          </Notice>
        ))}
        <LeftOutList {...props} />
        <section aria-labelledby="checks">
          <h2 class="kicker" id="checks">
            Before it leaves
          </h2>
          <CheckList checks={checks} composer={path} />
        </section>
        {isBlocked ? (
          <p>
            {props.needsApproval && (
              <>
                <a class="button" href={`${path}/approval`}>
                  Go to the approval
                </a>{' '}
              </>
            )}
            <a class={props.needsApproval ? 'button button--quiet' : 'button'} href={path}>
              {props.needsApproval ? 'Back to the draft' : 'Mend the draft'}
            </a>
          </p>
        ) : (
          <PostForm
            post={{
              action: `${path}/release`,
              hidden: [
                site.csrf,
                { name: 'releaseKey', value: props.releaseKey },
                { name: 'version', value: String(props.version) },
              ],
            }}
            class="send-act"
          >
            <button type="submit" class="button button--large">
              Send to {readers(props.reachable, language)} {when(props)}
            </button>
            <a class="button button--quiet button--large" href={path}>
              Keep it a draft
            </a>
            <p class="hint">
              {props.quietUntil === null
                ? undoWords(props.undoSeconds, language)
                : `These are the quiet hours of ${newsletter}: it waits for their end, and can be taken back until then.`}
            </p>
            <Urgent {...props} />
          </PostForm>
        )}
        {!isBlocked && <Later {...props} />}
      </div>
    </AdminFrame>
  );
};

const testWords = (
  { subject, sharePercent, waitMinutes, decideBy }: SubjectTestDraft,
  reachable: number,
  language: string,
): string =>
  `First about ${readers(Math.floor((reachable * sharePercent) / 100), language)} get it, half of them as “${subject}”. ${waitWords(waitMinutes)} later the rest gets the one that a larger share of them ${decideBy === 'clicks' ? 'clicked' : 'opened, as far as one can tell'}.`;

const when = ({ quietUntil }: SendEditionPageProps): string =>
  quietUntil === null ? 'now' : `at ${quietUntil}`;

/** Breaking news: another button of the same form, with the reason it wants. */
const Urgent = ({ problems, quietUntil }: SendEditionPageProps) => (
  <details open={problems.some(({ field }) => field === 'reason')} class="send-other">
    <summary>It cannot wait</summary>
    <Input
      name="reason"
      label="Why it cannot wait"
      hint={`Breaking news goes before digests${quietUntil === null ? '' : ' and in spite of the quiet hours'}. The reason is kept in the audit trail.`}
      maxlength={300}
      problems={problems}
    />
    <button type="submit" class="button button--quiet" name="act" value="urgent">
      Send it as breaking news
    </button>
  </details>
);

/** A form of its own: Enter in one of its fields must not send at once. */
const Later = ({ path, site, releaseKey, version, problems, later, timeZone }: SendEditionPageProps) => (
  <details open={problems.some(({ field }) => field.startsWith('leave'))} class="send-other">
    <summary>Send it later</summary>
    <PostForm
      post={{
        action: `${path}/schedule`,
        hidden: [
          site.csrf,
          { name: 'releaseKey', value: releaseKey },
          { name: 'version', value: String(version) },
        ],
      }}
      class="stack"
    >
      <p>By the clock of {timeZone}:</p>
      <div class="send-other__moment">
        <Input name="leaveOn" type="date" label="Day" value={later.on} problems={problems} />
        <Input name="leaveTime" type="time" label="Time" value={later.time} problems={problems} />
      </div>
      <p class="hint">
        Its readers are counted shortly before it leaves. Until then you can take it back to a draft; its text
        is changed no other way.
      </p>
      <div class="act">
        <button type="submit" class="button button--quiet">
          Send it at this time
        </button>
      </div>
    </PostForm>
  </details>
);

const undoWords = (seconds: number, language: string): string =>
  seconds === 0
    ? 'It leaves at once: this newsletter has no undo window.'
    : `Nothing leaves for ${grouped(seconds, language)} seconds after the click; until then it can be taken back.`;

const LeftOutList = ({ site, leftOut, reachable, newsletter, countedAt }: SendEditionPageProps) => (
  <section aria-labelledby="left-out">
    <h2 class="kicker" id="left-out">
      Who gets it and who does not
    </h2>
    <table class="ledger">
      <caption class="visually-hidden">Everybody who ever asked for {newsletter}</caption>
      <tbody>
        <tr>
          <th scope="row">
            <b>will get it</b>
          </th>
          <td>
            <b>{grouped(reachable, site.language)}</b>
          </td>
        </tr>
        {leftOut.map(({ reason, readers: count, href }) => (
          <tr key={reason}>
            <th scope="row">
              <a href={href}>{leftOutWords(reason)}</a>
            </th>
            <td>{grouped(count, site.language)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">ever asked for it</th>
          <td>{grouped(reachable + sum(leftOut), site.language)}</td>
        </tr>
      </tfoot>
    </table>
    <p class="hint">Counted at {countedAt}. Who joins before the click gets it too.</p>
  </section>
);
