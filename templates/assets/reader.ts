import { solvePuzzle } from './solve-puzzle.ts';

/**
 * Makes three things nicer, and nothing else depends on them: the sign-up box answers in its place, so that the reader stays
 * in the story, the button that sends a mail again counts down, and the page
 * of preferences knows the zone of the device. On any trouble the plain form does its work.
 */
interface Answer {
  readonly message?: string;
  readonly kicker?: string;
  readonly next?: string;
  readonly problem?: string;
  readonly field?: string;
  readonly hint?: string;
  readonly facts?: string;
  readonly bits?: number;
}

const make = (tag: string, className: string, text = ''): HTMLElement =>
  Object.assign(document.createElement(tag), { className, textContent: text });

/** Posts as the plain form would; null when the answer is not one we understand. */
const ask = async (form: HTMLFormElement, controls: FormData): Promise<Answer | null> => {
  const body = new URLSearchParams();
  for (const [name, value] of controls) if (typeof value === 'string') body.append(name, value);
  const response = await fetch(form.action, {
    method: 'POST',
    body,
    headers: { Accept: 'application/json' },
  });
  const isOurs = response.status === 200 || response.status === 422;
  if (!isOurs || !response.headers.get('content-type')?.includes('json')) return null;
  return (await response.json()) as Answer;
};

/** Asks, and works for it where the newsroom wants that: once more when the alarm was raised meanwhile. */
const askAndWork = async (form: HTMLFormElement): Promise<Answer | null> => {
  const controls = new FormData(form);
  const email = form.querySelector<HTMLInputElement>('[name=email]')?.value ?? '';
  let answer = await ask(form, controls);
  for (let rounds = 0; answer?.facts && answer.bits && rounds < 2; rounds += 1) {
    controls.set('facts', answer.facts);
    controls.set('work', await solvePuzzle(answer.facts, email, answer.bits));
    answer = await ask(form, controls);
  }
  return answer;
};

/** The same message at the field that the server would have written. */
const showProblem = (form: HTMLFormElement, problem: string, field = 'email'): void => {
  const input = form.querySelector<HTMLInputElement>(`[name="${field}"]:not([type=hidden])`);
  if (!input) return form.submit();
  const id = `${input.id}-problem`;
  document.getElementById(id)?.remove();
  const message = make('p', 'problem', problem);
  message.id = id;
  message.setAttribute('role', 'alert');
  input.before(message);
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', id);
  input.focus();
};

/** The answer takes the place of the box and its height, so that the story below does not jump. */
const showAnswer = (box: HTMLElement, { message = '', kicker, hint, next }: Answer): void => {
  const place = box.querySelector<HTMLElement>('.sign-up__answer');
  if (!place) return;
  box.style.minHeight = `${box.offsetHeight}px`;
  box.classList.add('sign-up--done');
  place.append(make('p', 'kicker', kicker), make('p', 'sign-up__message', message));
  if (next) {
    const line = make('p', 'sign-up__next');
    const link = Object.assign(document.createElement('a'), {
      href: next,
      target: box.querySelector('form')?.target ?? '',
    });
    link.textContent = hint ?? message;
    line.append(link);
    place.append(line);
  }
  place.focus();
};

for (const box of document.querySelectorAll<HTMLElement>('[data-sign-up]')) {
  const form = box.querySelector('form');
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    const answer = await askAndWork(form).catch(() => null);
    form.ariaBusy = 'false';
    if (answer?.problem) showProblem(form, answer.problem, answer.field);
    else if (answer?.message) showAnswer(box, answer);
    else form.submit();
  });
}

/** Says what zone the device is set to, to a reader who has chosen none; nothing is sent by it. */
const suggestZone = (choice: HTMLSelectElement): void => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const place = choice.parentElement?.querySelector<HTMLElement>('[data-own-zone]');
  const isKnown = [...choice.options].some(({ value }) => value === own);
  if (!place || choice.value !== 'ours' || !isKnown || own === choice.dataset['timeZones']) return;
  const name = place.querySelector('[data-zone]');
  if (name) name.textContent = own.replaceAll('_', ' ');
  place.hidden = false;
  place.querySelector('button')?.addEventListener('click', () => {
    choice.value = own;
    place.hidden = true;
    choice.focus();
  });
};
const zones = document.querySelector<HTMLSelectElement>('select[data-time-zones]');
if (zones) suggestZone(zones);

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-wait]')) {
  const hint = document.getElementById(button.getAttribute('aria-describedby') ?? '');
  const opensAt = Date.now() + Number(button.dataset['wait']) * 1000;
  const stop = (event: Event): void => event.preventDefault();
  button.addEventListener('click', stop);
  button.ariaDisabled = 'true';
  const tick = (): void => {
    const left = Math.ceil((opensAt - Date.now()) / 1000);
    const words = left > 0 ? hint?.dataset['left'] : hint?.dataset['now'];
    if (hint && words) hint.textContent = words.replace('#', String(left));
    if (left > 0) return;
    clearInterval(timer);
    button.removeEventListener('click', stop);
    button.ariaDisabled = null;
  };
  const timer = setInterval(tick, 1000);
  tick();
}
