const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/**
 * A body on its way into relaxed form (RFC 6376 section 3.4.4). What the next bytes decide is held back: white space
 * that may end a line, a CR that may begin a line break, empty lines that may end the body. So a body can be fed in any
 * pieces and gives the same bytes.
 */
export type RelaxedBody = {
  out: Buffer;
  length: number;
  lineHasContent: boolean;
  hasSpaceWaiting: boolean;
  hasReturnWaiting: boolean;
  emptyLinesWaiting: number;
};

/** One part in relaxed form, made once and used at any place of any body. */
export type RelaxedPart = {
  /** Raw white space and line breaks at both ends: what becomes of them depends on the neighbours. */
  readonly lead: Buffer;
  readonly trail: Buffer;
  /** From the first to the last other byte: the same whatever the neighbours are. */
  readonly core: Buffer;
};

export const startRelaxedBody = (out: Buffer): RelaxedBody => ({
  out,
  length: 0,
  lineHasContent: false,
  hasSpaceWaiting: false,
  hasReturnWaiting: false,
  emptyLinesWaiting: 0,
});

/** Takes up where `from` stands, with nothing written yet. */
export function resumeRelaxedBody(body: RelaxedBody, from: Readonly<RelaxedBody>): void {
  body.length = 0;
  body.lineHasContent = from.lineHasContent;
  body.hasSpaceWaiting = from.hasSpaceWaiting;
  body.hasReturnWaiting = from.hasReturnWaiting;
  body.emptyLinesWaiting = from.emptyLinesWaiting;
}

/** A bare LF becomes two bytes, so twice the raw length; the rest is what waits. */
function makeRoom(body: RelaxedBody, rawBytes: number): void {
  const needed = body.length + 2 * (rawBytes + body.emptyLinesWaiting) + 4;
  if (needed <= body.out.length) return;
  const larger = Buffer.allocUnsafe(Math.max(needed, 2 * body.out.length));
  body.out.copy(larger, 0, 0, body.length);
  body.out = larger;
}

function writeLineBreak(body: RelaxedBody): void {
  body.out[body.length++] = carriageReturn;
  body.out[body.length++] = lineFeed;
}

function writeContent(body: RelaxedBody, byte: number): void {
  if (!body.lineHasContent) {
    for (; body.emptyLinesWaiting > 0; body.emptyLinesWaiting--) writeLineBreak(body);
    body.lineHasContent = true;
  }
  if (body.hasSpaceWaiting) {
    body.out[body.length++] = space;
    body.hasSpaceWaiting = false;
  }
  body.out[body.length++] = byte;
}

/** A CR that no LF followed is content. */
function releaseReturn(body: RelaxedBody): void {
  if (!body.hasReturnWaiting) return;
  body.hasReturnWaiting = false;
  writeContent(body, carriageReturn);
}

function endLine(body: RelaxedBody): void {
  if (body.lineHasContent) writeLineBreak(body);
  else body.emptyLinesWaiting++;
  body.lineHasContent = false;
  body.hasSpaceWaiting = false;
  body.hasReturnWaiting = false;
}

export function addRaw(body: RelaxedBody, bytes: Buffer): void {
  makeRoom(body, bytes.length);
  // An indexed loop: an iterator over the bytes costs several times as much.
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === lineFeed) {
      endLine(body);
      continue;
    }
    releaseReturn(body);
    if (byte === carriageReturn) body.hasReturnWaiting = true;
    else if (byte === space || byte === tab) body.hasSpaceWaiting = true;
    else writeContent(body, byte);
  }
}

export function addRelaxed(body: RelaxedBody, part: RelaxedPart): void {
  addRaw(body, part.lead);
  const [first] = part.core;
  if (first === undefined) return;
  makeRoom(body, part.core.length);
  releaseReturn(body);
  writeContent(body, first);
  body.length += part.core.copy(body.out, body.length, 1);
  addRaw(body, part.trail);
}

/** Lines that are empty at the end are left out; a body that is not empty ends in a line break. */
export function endRelaxedBody(body: RelaxedBody): void {
  makeRoom(body, 0);
  releaseReturn(body);
  if (body.lineHasContent) endLine(body);
}

const isMargin = (byte: number | undefined): boolean =>
  byte === space || byte === tab || byte === carriageReturn || byte === lineFeed;

export function relaxPart(bytes: Buffer): RelaxedPart {
  let start = 0;
  while (start < bytes.length && isMargin(bytes[start])) start++;
  let end = bytes.length;
  while (end > start && isMargin(bytes[end - 1])) end--;

  const core = startRelaxedBody(Buffer.allocUnsafe(bytes.length + 4));
  addRaw(core, bytes.subarray(start, end));
  return {
    lead: Buffer.from(bytes.subarray(0, start)),
    core: Buffer.from(core.out.subarray(0, core.length)),
    trail: Buffer.from(bytes.subarray(end)),
  };
}
