/**
 * Makes the sheet of a story quicker: it saves itself and says the truth about it. Nothing depends on it, and it never publishes:
 * what it saves is a draft. The rich surface is a file of its own, fetched when somebody wants it.
 */
import { type Saved, type Sheet, keepSaved } from './autosave.ts';
import { type KeptText, forgetText, keepText, readKeptText } from './kept-text.ts';
import type { RichSurface, openRichText } from './rich-text.ts';

interface SavedStory extends Saved {
  readonly path?: string;
  readonly words?: number;
  readonly marks?: readonly { readonly before: string; readonly mark: string; readonly behind: string }[];
}

const beside = new Set(['anyway', 'over', 'publishOn', 'publishTime']);

const clock = (at: Date): string => at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

const pathOf = (form: HTMLFormElement): string => new URL(form.action).pathname;

/** The text stays on this device until it is saved. */
function keepStorySaved(form: HTMLFormElement): Sheet {
  const version = form.querySelector<HTMLInputElement>('[name=version]');
  const sheet = keepSaved<SavedStory>(form, {
    beside,
    isUnsaved:
      form.querySelector('.error-summary') !== null ||
      form.querySelector('.conflict:not(:has([name=over]))') !== null,
    isNew: () => isNew(form),
    taken(answer) {
      forgetText(pathOf(form));
      if (answer.path !== undefined && answer.path !== pathOf(form)) beKept(form, answer.path);
      showCounts(form, answer);
    },
    failed(why, text) {
      const isKept = keepText(pathOf(form), { text, version: version?.value ?? '0', at: Date.now() });
      return `Not saved: ${why}; ${isKept ? 'your text is kept in this browser' : 'keep this page open'}`;
    },
  });
  offerKept(form, pathOf(form), sheet.text());
  return sheet;
}

/** An empty sheet has no address of its own yet. */
const isNew = (form: HTMLFormElement): boolean => form.querySelector('[data-once-kept][hidden]') !== null;

/** The empty sheet has become a draft: it has an address, and what hangs below it. */
function beKept(form: HTMLFormElement, path: string): void {
  form.action = path;
  history.replaceState(null, '', path);
  const standing = form.querySelector<HTMLElement>('[data-standing]');
  if (standing) standing.textContent = standing.dataset['standing'] ?? '';
  for (const link of form.querySelectorAll<HTMLAnchorElement>('[data-once-kept]')) {
    link.href = path + (link.dataset['onceKept'] ?? '');
    link.hidden = false;
  }
}

function showCounts(form: HTMLFormElement, { words, marks }: SavedStory): void {
  const count = form.querySelector('[data-words]');
  if (count && words !== undefined) count.textContent = String(words);
  const place = form.querySelector<HTMLElement>('[data-marks]');
  if (!place || marks === undefined) return;
  const known = place.querySelectorAll('li').length;
  if (known === 0 && marks.length === 0) return;
  const title = document.createElement('p');
  title.className = 'open-marks__count';
  title.textContent = marks.length === 1 ? 'One mark is still open' : `${marks.length} marks are still open`;
  const list = document.createElement('ul');
  list.className = 'plain';
  for (const { before, mark, behind } of marks.slice(0, 8)) {
    const line = document.createElement('li');
    const word = document.createElement('mark');
    word.textContent = mark;
    line.append(`…${before}`, word, `${behind}…`);
    list.append(line);
  }
  const anyway = place.querySelector('.choice');
  place.replaceChildren(
    ...(marks.length === 0 ? [] : [title, list]),
    ...(anyway && marks.length > 0 ? [anyway] : []),
  );
}

/** A text that could not be saved is offered, never put in the place of another by itself. */
function offerKept(form: HTMLFormElement, path: string, now: string): void {
  const kept = readKeptText(path);
  if (!kept) return;
  if (kept.text === now) return forgetText(path);
  const sheet = form.querySelector('.writer__sheet');
  const note = document.createElement('div');
  note.className = 'notice notice--warn writer__kept';
  const words = document.createElement('span');
  words.textContent = `This browser keeps a text of ${clock(new Date(kept.at))} that was not saved. `;
  note.append(
    words,
    button('Put it into the fields', () => {
      putBack(form, kept);
      note.remove();
    }),
    button('Throw it away', () => {
      forgetText(path);
      note.remove();
    }),
  );
  sheet?.prepend(note);
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button button--quiet';
  made.textContent = words;
  made.addEventListener('click', act);
  return made;
}

/** The version it knew comes back with it: had somebody saved since, the next save asks. */
function putBack(form: HTMLFormElement, kept: KeptText): void {
  const fields = new URLSearchParams(kept.text);
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && control.type === 'checkbox')
      control.checked = beside.has(control.name) ? control.checked : fields.has(control.name);
    else if (
      (control instanceof HTMLInputElement && control.type !== 'hidden') ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    )
      control.value = fields.get(control.name) ?? control.value;
  }
  const version = form.querySelector<HTMLInputElement>('[name=version]');
  if (version) version.value = kept.version;
  form.querySelector('#body')?.dispatchEvent(new Event('markdown'));
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

const surfaceName = 'doorstep surface';

const remembered = (): string | null => {
  try {
    return localStorage.getItem(surfaceName);
  } catch {
    return null;
  }
};

function remember(surface: 'rich' | 'markdown'): void {
  try {
    localStorage.setItem(surfaceName, surface);
  } catch {
    // It is asked for again next time.
  }
}

/** Sends a picture to the draft's own address; an empty sheet is saved first, so that it has one. */
const uploadTo =
  (form: HTMLFormElement, save: () => Promise<void>) =>
  async (file: File): Promise<{ src?: string; problem?: string }> => {
    if (isNew(form)) await save();
    if (isNew(form)) return { problem: 'The story has to be saved first' };
    const body = new FormData();
    body.append('csrf', form.querySelector<HTMLInputElement>('[name=csrf]')?.value ?? '');
    body.append('file', file);
    const answer = await fetch(`${form.action}/pictures`, {
      method: 'POST',
      body,
      headers: { Accept: 'application/json' },
      redirect: 'manual',
    });
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return isJson
      ? ((await answer.json()) as { src?: string; problem?: string })
      : { problem: 'It was not taken in' };
  };

/** The field and the rich surface stand in the same place, one at a time; the field is always the truth. */
function offerSurfaces(form: HTMLFormElement, save: () => Promise<void>): void {
  const place = form.querySelector<HTMLElement>('[data-rich-place]');
  const field = place?.querySelector('textarea');
  const script = form.dataset['writer'];
  if (!place || !field || script === undefined) return;
  let rich: RichSurface | undefined;
  const plain = field.closest<HTMLElement>('.field');
  const toRich = button('Rich text', () => void show('rich'));
  const toMarkdown = button('Markdown', () => void show('markdown'));
  const modes = document.createElement('div');
  modes.className = 'writer__modes';
  modes.setAttribute('role', 'group');
  modes.setAttribute('aria-label', 'How the text is written');
  modes.append(toRich, toMarkdown);
  place.prepend(modes);

  const show = async (surface: 'rich' | 'markdown', isAsked = true): Promise<void> => {
    if (surface === 'rich' && !rich) {
      try {
        const loaded = (await import(script)) as { openRichText: typeof openRichText };
        rich = loaded.openRichText(field, uploadTo(form, save));
        place.append(rich.element);
      } catch {
        toRich.textContent = 'Rich text could not be loaded';
        return;
      }
    } else if (surface === 'rich') rich?.read();
    if (rich) rich.element.hidden = surface !== 'rich';
    if (plain) plain.hidden = surface === 'rich';
    toRich.setAttribute('aria-pressed', String(surface === 'rich'));
    toMarkdown.setAttribute('aria-pressed', String(surface === 'markdown'));
    if (!isAsked) return;
    remember(surface);
    if (surface === 'rich') rich?.focus();
    else field.focus();
  };
  field.addEventListener('markdown', () => rich?.read());
  // A link of the summary of problems leads to the field: it has to be seen.
  addEventListener('hashchange', () => {
    if (location.hash === '#body') void show('markdown');
  });
  toMarkdown.setAttribute('aria-pressed', 'true');
  toRich.setAttribute('aria-pressed', 'false');
  const hasProblem = place.querySelector('.problem') !== null;
  if (remembered() !== 'markdown' && !hasProblem) void show('rich', false);
}

const sheet = document.querySelector<HTMLFormElement>('form[data-writer]');
if (sheet) offerSurfaces(sheet, keepStorySaved(sheet).save);
