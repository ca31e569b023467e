import express, { type RequestHandler } from 'express';

const readText = express.text({ type: () => true, limit: 1024 });

/**
 * Reads at most 1 KB as text, whatever its type says. What cannot be read becomes null: a reader's goodbye is never refused
 * over its form.
 */
export const readSmallBody: RequestHandler<{ token: string }> = (request, response, next) => {
  readText(request, response, (error?: unknown) => {
    if (error !== undefined) {
      request.body = null;
      // The rest of an overlong body is still on the connection.
      response.setHeader('Connection', 'close');
    }
    next();
  });
};

const multipartField = /name="?List-Unsubscribe"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\s/i;

/**
 * Whether a mail program unsubscribes for its reader (RFC 8058, section 3.2): urlencoded or multipart. A body we could not
 * read comes from no browser either.
 */
export function isOneClick(body: unknown): boolean {
  if (body === null) return true;
  if (typeof body !== 'string') return false;
  const isForm = /^one-click$/i.test(new URLSearchParams(body).get('List-Unsubscribe')?.trim() ?? '');
  return isForm || multipartField.test(body);
}
