import { ReaderFrame } from '../reader/reader-frame.tsx';
import type { Site } from '../reader/site.ts';

export interface ApiField {
  readonly name: string;
  /** path, query, body or answer. */
  readonly place: string;
  readonly isRequired: boolean;
  readonly kind: string;
  readonly note: string;
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description?: string | undefined;
  readonly scope: string;
  /** The body is a text file. */
  /** Media types of a body that is no JSON. */
  readonly takesText: readonly string[];
  readonly fields: readonly ApiField[];
  readonly answers: ReadonlyArray<{
    readonly status: string;
    readonly description: string;
    readonly fields: readonly ApiField[];
  }>;
}

export interface ApiProblemLine {
  readonly kind: string;
  readonly status: number;
  readonly title: string;
  readonly help: string;
}

export interface ApiDocsPageProps {
  readonly site: Site;
  readonly baseUrl: string;
  readonly scopes: readonly string[];
  readonly limit: { readonly requests: number; readonly seconds: number };
  readonly groups: ReadonlyArray<{ readonly name: string; readonly calls: readonly ApiCall[] }>;
  readonly events: readonly ApiEvent[];
  readonly problems: readonly ApiProblemLine[];
}

/** One kind of message that a webhook is sent. */
export interface ApiEvent {
  readonly kind: string;
  readonly words: string;
  readonly fields: readonly ApiField[];
}

const inWords = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** The API as a page to read: how to call it, every call, every problem. */
export const ApiDocsPage = ({ site, baseUrl, scopes, limit, groups, events, problems }: ApiDocsPageProps) => (
  <ReaderFrame site={site} width="sheet" what="API">
    <div class="docs">
      <header class="docs__head">
        <p class="kicker">For programmers</p>
        <h1>The newsroom’s API</h1>
        <p class="dek">
          Readers, stories and editions, for your website and your own tools. Machines read the same in{' '}
          <a href="/api/openapi.json">openapi.json</a>.
        </p>
      </header>
      <nav class="docs__contents" aria-label="On this page">
        <ul class="plain">
          <li>
            <a href="#begin">How to begin</a>
          </li>
          {groups.map(({ name }) => (
            <li key={name}>
              <a href={`#${name}`}>{inWords(name)}</a>
            </li>
          ))}
          <li>
            <a href="#events">Messages to webhooks</a>
          </li>
          <li>
            <a href="#problems">Problems</a>
          </li>
        </ul>
      </nav>
      <div class="docs__text">
        <Begin baseUrl={baseUrl} scopes={scopes} limit={limit} />
        {groups.map(({ name, calls }) => (
          <section key={name} id={name} aria-labelledby={`${name}-title`}>
            <h2 id={`${name}-title`}>{inWords(name)}</h2>
            {calls.map((call) => (
              <Call key={`${call.method} ${call.path}`} call={call} />
            ))}
          </section>
        ))}
        <Events events={events} />
        <Problems problems={problems} />
      </div>
    </div>
  </ReaderFrame>
);

const Begin = ({ baseUrl, scopes, limit }: Pick<ApiDocsPageProps, 'baseUrl' | 'scopes' | 'limit'>) => (
  <section id="begin" aria-labelledby="begin-title">
    <h2 id="begin-title">How to begin</h2>
    <p>Make a key with the scopes you need, on the machine Doorstep runs on. It is shown once.</p>
    <Code>npx doorstep key create --name Website --scopes subscribers:write,newsletters:read</Code>
    <p>Send it with every request:</p>
    <Code>{`curl ${baseUrl}/newsletters \\\n  --header 'Authorization: Bearer KEY'`}</Code>
    <dl class="docs__rules">
      <dt>Scopes</dt>
      <dd>
        {scopes.map((scope, index) => (
          <span key={scope}>
            {index > 0 && ', '}
            <code>{scope}</code>
          </span>
        ))}
        . Each call below names the one it needs.
      </dd>
      <dt>Lists</dt>
      <dd>
        come as <code>{'{data, next}'}</code>. Ask for the next page with <code>cursor=NEXT</code>; on the
        last one <code>next</code> is null.
      </dd>
      <dt>Safe repetition</dt>
      <dd>
        Give a POST an <code>Idempotency-Key</code> of your own: however often the same request arrives with
        it, it acts once and answers alike, for two days.
      </dd>
      <dt>Limits</dt>
      <dd>
        {limit.requests} requests in {limit.seconds} seconds for a key. <code>RateLimit</code> tells what is
        left, <code>Retry-After</code> when to come back.
      </dd>
      <dt>Errors</dt>
      <dd>
        are problem documents (RFC 9457). Their <code>type</code> never changes and leads to{' '}
        <a href="#problems">the list below</a>; for input they name every field at fault. Fields nobody knows
        are refused, not ignored.
      </dd>
    </dl>
  </section>
);

const Code = ({ children }: { readonly children: string }) => (
  <pre class="docs__code">
    <code>{children}</code>
  </pre>
);

const Call = ({ call }: { readonly call: ApiCall }) => (
  <article class="docs__call">
    <h3>{call.summary}</h3>
    <p class="docs__address">
      <code>
        <b>{call.method}</b> {call.path}
      </code>
    </p>
    {call.description !== undefined && <p>{call.description}</p>}
    <p class="small soft">
      Scope <code>{call.scope}</code>
      {call.takesText.length > 0 && ` · the body is ${call.takesText.join(' or ')}`}
    </p>
    {call.fields.length > 0 && <Fields caption="What it takes" fields={call.fields} />}
    {call.answers.map(({ status, description, fields }) => (
      <details key={status}>
        <summary>
          <b class="tabular">{status}</b> {description}
        </summary>
        <Fields caption="What comes back" fields={fields} />
      </details>
    ))}
  </article>
);

const Fields = ({ caption, fields }: { readonly caption: string; readonly fields: readonly ApiField[] }) => (
  <table class="docs__fields">
    <caption class="visually-hidden">{caption}</caption>
    <thead class="visually-hidden">
      <tr>
        <th scope="col">Field</th>
        <th scope="col">What it is</th>
      </tr>
    </thead>
    <tbody>
      {fields.map((field) => (
        <tr key={`${field.place} ${field.name}`}>
          <th scope="row">
            <code>{field.name}</code>
            {field.place !== 'answer' && (
              <span class="small soft">
                {' '}
                {field.place}
                {field.isRequired && ', needed'}
              </span>
            )}
          </th>
          <td>
            <span class="soft">{field.kind}</span>
            {field.note !== '' && <span class="docs__note">{field.note}</span>}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Events = ({ events }: Pick<ApiDocsPageProps, 'events'>) => (
  <section id="events" aria-labelledby="events-title">
    <h2 id="events-title">Messages to webhooks</h2>
    <p>
      Each is a POST with a body of <code>{'{type, timestamp, data}'}</code>, signed by Standard Webhooks: its
      libraries check <code>webhook-id</code>, <code>webhook-timestamp</code> and{' '}
      <code>webhook-signature</code> against the secret of the webhook.
    </p>
    <p>
      Answer with a 2xx within ten seconds. Anything else is sent again, ten times over three days, under the
      same <code>webhook-id</code>: keep it to know a repetition by. Order is not promised. A 410 turns the
      webhook off.
    </p>
    {events.map(({ kind, words, fields }) => (
      <details key={kind}>
        <summary>
          <code>{kind}</code> {words}
        </summary>
        <Fields caption={`What ${kind} brings`} fields={fields} />
      </details>
    ))}
  </section>
);

const Problems = ({ problems }: { readonly problems: readonly ApiProblemLine[] }) => (
  <section id="problems" aria-labelledby="problems-title">
    <h2 id="problems-title">Problems</h2>
    <dl class="docs__problems">
      {problems.map(({ kind, status, title, help }) => (
        <div key={kind} id={`problem-${kind}`}>
          <dt>
            <span class="tabular">{status}</span> {title} <code>{kind}</code>
          </dt>
          <dd>{help}</dd>
        </div>
      ))}
    </dl>
  </section>
);
