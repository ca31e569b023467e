import { z } from 'zod';
import { editionBlock } from './edition-block.ts';
import type { EditionText } from './sql/editions.ts';

const textForm = z.object({
  subject: z.string().max(250, 'Please use at most 250 characters for the subject.'),
  preheader: z.string().max(300, 'Please use at most 300 characters for the preheader.'),
  blocks: z.array(editionBlock).max(60, 'An edition holds at most 60 blocks. Take one out first.'),
});

/** What is too long or not ours, and where: `subject`, or a block by its place and the part of it. */
export type TextProblem = {
  readonly field: 'subject' | 'preheader' | 'blocks';
  readonly block?: number | undefined;
  readonly part?: string | undefined;
  readonly message: string;
};

const isField = (name: unknown): name is TextProblem['field'] =>
  name === 'subject' || name === 'preheader' || name === 'blocks';

/** Checks what an editor wrote before it is saved; an empty list means that it may be. */
export function findTextProblems(text: EditionText): readonly TextProblem[] {
  const checked = textForm.safeParse(text);
  if (checked.success) return [];
  return checked.error.issues.map(({ path: [field, block, part], message, ...issue }) => ({
    field: isField(field) ? field : 'blocks',
    block: typeof block === 'number' ? block : undefined,
    part: typeof part === 'string' ? part : undefined,
    message:
      typeof block === 'number' && issue.code === 'too_big'
        ? `Please use at most ${issue.maximum} characters here.`
        : message,
  }));
}
