import { z } from 'zod';
import { editionBlock } from './edition-block.ts';
import type { EditionText } from './sql/editions.ts';
import { subjectTestForm } from './subject-test/subject-test.ts';

const textForm = z.object({
  subject: z.string().max(250, 'Please use at most 250 characters for the subject.'),
  preheader: z.string().max(300, 'Please use at most 300 characters for the preheader.'),
  blocks: z.array(editionBlock).max(60, 'An edition holds at most 60 blocks. Take one out first.'),
  subjectTest: subjectTestForm.nullish(),
});

/** What is too long or not ours, and where: `subject`, a block by its place and the part of it, or a part of the subject test. */
export type TextProblem = {
  readonly field: 'subject' | 'subjectTest' | 'preheader' | 'blocks';
  readonly block?: number | undefined;
  readonly part?: string | undefined;
  readonly message: string;
};

const isField = (name: unknown): name is TextProblem['field'] =>
  name === 'subject' || name === 'subjectTest' || name === 'preheader' || name === 'blocks';

/** Checks what an editor wrote before it is saved; an empty list means that it may be. */
export function findTextProblems(text: EditionText): readonly TextProblem[] {
  const checked = textForm.safeParse(text);
  if (checked.success) return [];
  return checked.error.issues.map(({ path: [field, at, inBlock], message, ...issue }) => {
    const block = typeof at === 'number' ? at : undefined;
    const part = block === undefined ? at : inBlock;
    return {
      field: isField(field) ? field : 'blocks',
      block,
      part: typeof part === 'string' ? part : undefined,
      message:
        block !== undefined && issue.code === 'too_big'
          ? `Please use at most ${issue.maximum} characters here.`
          : message,
    };
  });
}
