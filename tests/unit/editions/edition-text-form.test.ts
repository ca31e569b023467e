import { findTextProblems } from '../../../src/editions/edition-text-form.ts';

test('an ordinary text has no problem', () => {
  const text = { subject: 'Low water', preheader: '', blocks: [{ kind: 'divider' as const }] };
  expect(findTextProblems(text)).toEqual([]);
});

test('a text that is too long is told at its field, a block by its place and part', () => {
  const problems = findTextProblems({
    subject: 's'.repeat(251),
    preheader: '',
    blocks: [{ kind: 'divider' }, { kind: 'story-card', article: 'ferry', headline: 'h'.repeat(301) }],
  });
  expect(problems).toEqual([
    expect.objectContaining({ field: 'subject', block: undefined, message: expect.stringContaining('250') }),
    expect.objectContaining({
      block: 1,
      part: 'headline',
      message: 'Please use at most 300 characters here.',
    }),
  ]);
});
