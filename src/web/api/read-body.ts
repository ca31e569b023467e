import express, { type Request, type RequestHandler } from 'express';
import { ApiProblem } from './problem.ts';

/** A story may have 1 MB; the room above this says so in words for texts between the two. */
const limit = 1_200_000;

const json = express.json({ limit, type: 'application/json' });
const bytes = express.raw({ limit, type: () => true });

const tooLong =
  'The text has more than 1.2 MB; a story may have 1 MB at most. Please hand over the text alone, without pictures.';

/** A body of JSON, or none. Anything else is refused instead of ignored. */
export const readJson: RequestHandler = (request, response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.get('Content-Length') ?? 0) > 0;
  if (hasBody && !request.is('application/json')) throw new ApiProblem('unsupported-media-type');
  json(request, response, next);
};

/** The media type of a body, without its parameters: `text/html`; empty where none is named. */
export const mediaTypeOf = (request: Request): string =>
  (request.get('Content-Type') ?? '').replace(/;.*$/s, '').trim().toLowerCase();

/** The bytes of a text file of one of these types; one that names none is taken. */
export const readText =
  (types: readonly string[]): RequestHandler =>
  (request, response, next) => {
    const type = mediaTypeOf(request);
    if (type !== '' && !types.includes(type)) {
      throw new ApiProblem('unsupported-media-type', { detail: `Send it as ${types.join(' or ')}.` });
    }
    bytes(request, response, (error?: unknown) => {
      if (error instanceof Error && Reflect.get(error, 'status') === 413) {
        return next(
          new ApiProblem('too-large', { detail: tooLong, errors: [{ field: 'text', message: tooLong }] }),
        );
      }
      const body: unknown = request.body;
      // A body of no bytes is not parsed at all: it is an empty file here.
      if (!(body instanceof Uint8Array)) request.body = new Uint8Array();
      return next(error);
    });
  };

/** The bytes of a text file, or JSON. */
export const readTextOrJson =
  (types: readonly string[]): RequestHandler =>
  (request, response, next) =>
    (request.is('application/json') ? readJson : readText(types))(request, response, next);
