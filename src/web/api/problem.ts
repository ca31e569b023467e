import type { Response } from 'express';

/** Everything that can go wrong, by a name that never changes: it ends the `type` of the problem document. */
export const problemKinds = {
  'invalid-input': {
    status: 422,
    title: 'The input cannot be used',
    help: 'Each entry of errors names a field and what to change about it.',
  },
  unauthorized: {
    status: 401,
    title: 'A key is missing or not valid',
    help: 'Send Authorization: Bearer KEY with a key that is in force.',
  },
  'missing-scope': {
    status: 403,
    title: 'The key may not do this',
    help: 'Make a key that has the scope named in the answer.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    help: 'Check the address and the id in it.',
  },
  gone: {
    status: 410,
    title: 'This was here and was taken back',
    help: 'Readers do not see it. Its draft is among those of GET /drafts.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    help: 'The Allow header names the methods it takes.',
  },
  'no-change': {
    status: 409,
    title: 'Nothing could be changed',
    help: 'It is not in a stage in which this is possible; fetch it to see where it stands.',
  },
  'not-released': {
    status: 409,
    title: 'The edition is still a draft',
    help: 'It has no receipt and no deliveries before it has been sent.',
  },
  'already-released': {
    status: 409,
    title: 'The edition has been released already',
    help: 'The first release stands. It can be taken back only while its undo window is open.',
  },
  'version-conflict': {
    status: 409,
    title: 'Somebody saved it in between',
    help: 'Nothing was overwritten. Fetch it, join the two texts and save with its version.',
  },
  'not-ready': {
    status: 422,
    title: 'The edition cannot leave yet',
    help: 'Each entry of errors names what has to be mended first.',
  },
  'idempotency-mismatch': {
    status: 422,
    title: 'This Idempotency-Key came with another request',
    help: 'Use a new key for a new request.',
  },
  'idempotency-in-progress': {
    status: 409,
    title: 'The first request with this Idempotency-Key is still being worked on',
    help: 'Send the same request again in a second: it will get the first one’s answer.',
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    help: 'A story may be 1 MB of text at most, any other body 1.2 MB.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is in a form this address does not read',
    help: 'Send application/json; stories are imported as text/plain.',
  },
  'malformed-body': {
    status: 400,
    title: 'The body is not JSON',
    help: 'Check it with a JSON parser; it has to be one object in UTF-8.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    help: 'Wait for as many seconds as the Retry-After header says.',
  },
  unavailable: {
    status: 503,
    title: 'Doorstep cannot answer at the moment',
    help: 'Send the request again in a minute, with the same Idempotency-Key.',
  },
  internal: {
    status: 500,
    title: 'Something broke on our side',
    help: 'Nothing was half done. Tell us the reference: it leads to the cause in the log.',
  },
} as const;

export type ProblemKind = keyof typeof problemKinds;

export type FieldError = { readonly field: string; readonly message: string };

type ProblemFacts = {
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** Thrown where a request cannot be answered as it wants; `answerProblem` alone turns it into a document. */
export class ApiProblem extends Error {
  readonly kind: ProblemKind;
  readonly facts: ProblemFacts;
  constructor(kind: ProblemKind, facts: ProblemFacts = {}) {
    super(facts.detail ?? problemKinds[kind].title);
    this.kind = kind;
    this.facts = facts;
  }
}

export const invalidInput = (field: string, message: string): ApiProblem =>
  new ApiProblem('invalid-input', { errors: [{ field, message }] });

/** A problem document (RFC 9457). @param reference leads from an answer to the log */
export function sendProblem(
  response: Response,
  kind: ProblemKind,
  facts: ProblemFacts,
  reference?: string,
): void {
  const { status, title, help } = problemKinds[kind];
  response
    .status(status)
    .set(facts.headers ?? {})
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `/api/docs#problem-${kind}`,
        title,
        status,
        detail: facts.detail ?? help,
        ...(facts.errors && { errors: facts.errors }),
        ...(reference !== undefined && { reference }),
      }),
    );
}
