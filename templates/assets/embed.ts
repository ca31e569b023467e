import { solvePuzzle } from './solve-puzzle.ts';

/**
 * For other sites: the answer to a sign-up appears in the place of the form, and nothing else is loaded. On any trouble the
 * plain form does its work, on the newspaper's own page.
 */
interface Answer {
  readonly message?: string;
  readonly hint?: string;
  readonly next?: string;
  readonly problem?: string;
  readonly field?: string;
  readonly facts?: string;
  readonly bits?: number;
  readonly words?: string;
}

/** The script tag that shows a form brings its markup in front of this program. */
const shared = globalThis as { doorstepForm?: string | undefined; doorstepListens?: boolean };

const post = async (form: HTMLFormElement, more: Record<string, string> = {}): Promise<Answer> => {
  const body = new URLSearchParams(more);
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  const headers = { Accept: 'application/json' };
  const response = await fetch(form.action, { method: 'POST', body, headers, credentials: 'omit' });
  return (await response.json()) as Answer;
};

const emailIn = (form: HTMLFormElement): string =>
  form.querySelector<HTMLInputElement>('[name=email]')?.value ?? '';

const ask = async (form: HTMLFormElement): Promise<Answer> => {
  const first = await post(form);
  const { facts, bits, words } = first;
  if (!facts || !bits) return first;
  // Other words of consent than the form shows: a page has to show them first.
  if (form.querySelector('[data-words]')?.textContent !== words) return {};
  return post(form, { facts, work: await solvePuzzle(facts, emailIn(form), bits) });
};

const show = (form: HTMLFormElement, { message, hint, next, problem, field }: Answer): void => {
  const place = form.querySelector<HTMLElement>('[data-answer]');
  if (!place || !(message ?? problem)) return form.submit();
  place.textContent = problem ?? message ?? '';
  const input = form.querySelector<HTMLElement>(`[name="${field}"]:not([type=hidden])`);
  if (problem) return (input ?? place).focus();
  for (const child of form.children) if (child !== place) (child as HTMLElement).hidden = true;
  if (next) {
    const link = document.createElement('a');
    link.href = new URL(next, form.action).href;
    link.textContent = hint ?? next;
    place.append(' ', link);
  }
  place.focus();
};

const me = document.currentScript;
if (me && shared.doorstepForm) {
  me.insertAdjacentHTML('afterend', shared.doorstepForm);
  const article = me.nextElementSibling?.querySelector<HTMLInputElement>('[name=article]');
  if (article) article.value = me.dataset['article'] ?? '';
  shared.doorstepForm = undefined;
}

if (!shared.doorstepListens) {
  shared.doorstepListens = true;
  document.addEventListener('submit', async (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('[data-doorstep]')) return;
    event.preventDefault();
    if (form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    const answer = await ask(form).catch(() => ({}));
    form.ariaBusy = null;
    show(form, answer);
  });
}
