import { assembleHtml } from '../assemble.ts';
import { renderEdition } from '../edition.ts';
import { isForNight } from '../layout.ts';
import { readTemplate } from './find-faults.ts';
import { findWarnings } from './find-warnings.ts';
import { type Finding, faultAt, warningAt } from './finding.ts';
import { withoutRemarks } from './read-markup.ts';
import { sampleEdition, sampleSlots } from './sample-edition.ts';

/** What MJML says of a template it refuses. */
type Complaint = { readonly line?: unknown; readonly message?: unknown; readonly tagName?: unknown };

function complaintsIn(error: unknown): readonly Complaint[] {
  const errors: unknown =
    typeof error === 'object' && error !== null && 'errors' in error ? error.errors : undefined;
  return Array.isArray(errors) ? errors : [];
}

const findingOf = ({ line, message, tagName }: Complaint): Finding =>
  faultAt(
    typeof line === 'number' ? line : 1,
    'mjml',
    `<${String(tagName)}>: ${String(message).replaceAll(/\s+/g, ' ')}`,
  );

/** What keeps a template from being used, in kB of a mail without a story: Gmail cuts a mail at about 102. */
const kilobytes = { much: 30, most: 60 } as const;

function judgeSize(html: string): Finding[] {
  const size = Math.round(Buffer.byteLength(html) / 1000);
  if (size <= kilobytes.much) return [];
  const message = `The mail has ${size} kB before it has a story; at 100 kB Gmail hides its end, and with it the way out`;
  return [(size > kilobytes.most ? faultAt : warningAt)(1, 'large', message)];
}

/** Compiles it, and fills it as an edition would: what goes wrong here would go wrong at the hour of a send. */
async function tryOut(source: string): Promise<Finding[]> {
  try {
    return judgeSize(assembleHtml(await renderEdition(sampleEdition(source)), sampleSlots));
  } catch (error) {
    const complaints = complaintsIn(error instanceof Error ? error.cause : undefined).map(findingOf);
    if (complaints.length > 0) return complaints;
    return [
      faultAt(1, 'no-mail', `No mail can be made of it: ${error instanceof Error ? error.message : ''}`),
    ];
  }
}

export type TemplateCheck = {
  /** Without any, it may be used. */
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
};

/**
 * Everything there is to say about a template: whether it keeps to the rules, compiles, and makes a mail.
 * @param publicUrl of the site whose pictures are our own
 */
export async function checkTemplate(source: string, publicUrl?: string): Promise<TemplateCheck> {
  const read = readTemplate(source);
  if (read.kind === 'faulty') return { errors: read.faults, warnings: [] };
  const warnings = findWarnings(
    read.document,
    isForNight(withoutRemarks(source)),
    publicUrl === undefined ? undefined : new URL(publicUrl).host,
  );
  const found = await tryOut(source);
  return {
    errors: found.filter(({ severity }) => severity === 'error'),
    warnings: [...found.filter(({ severity }) => severity === 'warning'), ...warnings].toSorted(
      (one, other) => one.line - other.line,
    ),
  };
}
