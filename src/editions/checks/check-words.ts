import type { Edition } from '../sql/editions.ts';
import type { Check } from './check.ts';

const openPlaceholder = /\{\{[^}]*\}\}|\bTK\b|\bTODO\b/;

/** The words of one subject; its code is that of the first, wherever it stands. */
export function checkSubject(subject: string, field: 'subject' | 'subjectTest', name: string): Check[] {
  const checks: Check[] = [];
  if (subject.trim() === '') {
    checks.push({ severity: 'blocking', code: 'subject-empty', field, message: `The ${name} is empty.` });
  }
  if (openPlaceholder.test(subject)) {
    checks.push({
      severity: 'blocking',
      code: 'subject-open',
      field,
      message: `The ${name} has a mark that is still open (TK, TODO or {{…}}).`,
    });
  }
  if (subject.length > 60) {
    checks.push({
      severity: 'warning',
      code: 'subject-long',
      field,
      message: `The ${name} has ${subject.length} characters; phones show about 40, most programs 60.`,
    });
  }
  if (/\p{L}{4}/u.test(subject) && subject === subject.toUpperCase()) {
    checks.push({
      severity: 'warning',
      code: 'subject-shouts',
      field,
      message: `The ${name} is all in capitals.`,
    });
  }
  return checks;
}

/** Subject, preheader and the texts somebody typed. */
export function checkWords(edition: Edition): Check[] {
  const checks = checkSubject(edition.subject, 'subject', 'subject');
  if (edition.preheader.trim() === '') {
    checks.push({
      severity: 'warning',
      code: 'preheader-empty',
      field: 'preheader',
      message: 'There is no preheader; inboxes will show the first words of the mail.',
    });
  }
  edition.blocks.forEach((block, index) => {
    if ((block.kind === 'intro' || block.kind === 'call-to-action') && openPlaceholder.test(block.text)) {
      checks.push({
        severity: 'blocking',
        code: 'text-open',
        block: index,
        message: 'A text has a mark that is still open (TK, TODO or {{…}}).',
      });
    }
  });
  return checks;
}
