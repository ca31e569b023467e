import { dragBlocks } from './drag-blocks.ts';

/**
 * Makes the pages of editions quicker, and nothing depends on it: the sheet saves itself and shows a fresh proof, and a send
 * moves without the page coming again. On any trouble the plain forms and links do their work.
 */
interface Saved {
  readonly version?: number;
  readonly state?: string;
  readonly notes?: string;
  readonly problem?: string;
}

interface Progress {
  readonly stage: string;
  readonly share: number;
  readonly title: string;
  readonly line: string;
  readonly started: string;
  readonly figures: string;
  readonly acts: string;
}

/** After so long without a key the sheet is saved. */
const restMs = 1500;

/** Controls beside the text: they belong to a button, and changing them leaves nothing unsaved. */
const beside = new Set(['story', 'new', 'test', 'as', 'width']);

const textOf = (form: HTMLFormElement): string => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && !beside.has(name)) body.append(name, value);
  }
  return body.toString();
};

function keepSaved(form: HTMLFormElement): void {
  const state = form.querySelector<HTMLElement>('[data-save-state]');
  const version = form.querySelector<HTMLInputElement>('[name=version]');
  const notes = form.querySelector<HTMLElement>('[data-notes]');
  let saved = textOf(form);
  let timer = 0;
  let isSaving = false;
  /** Somebody else saved: from then on only a person decides. */
  let isStale = false;
  /** A form that came back unsaved is unsaved from the start. */
  let isUnsaved = form.querySelector('.conflict, .error-summary') !== null;

  const say = (words: string, isTrouble = false): void => {
    if (!state) return;
    state.textContent = words;
    state.toggleAttribute('data-trouble', isTrouble);
  };
  const isDirty = (): boolean => isUnsaved || textOf(form) !== saved;

  const take = (answer: Saved, sent: string): void => {
    if (answer.version === undefined) return;
    if (version) version.value = String(answer.version);
    // What was typed while the answer was on its way is still unsaved.
    saved = sent.replace(/(^|&)version=\d+/, `$1version=${answer.version}`);
    isUnsaved = false;
    if (notes && answer.notes) notes.innerHTML = answer.notes;
    showProof(form);
    say(isDirty() ? 'Not saved yet' : (answer.state ?? 'Saved'));
  };

  const save = async (): Promise<void> => {
    clearTimeout(timer);
    if (isSaving || isStale || !isDirty()) return;
    isSaving = true;
    say('Saving');
    const sent = textOf(form);
    try {
      const response = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams(sent),
        headers: { Accept: 'application/json' },
        redirect: 'manual',
      });
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      const answer = (isJson ? await response.json() : { problem: 'please press Save' }) as Saved;
      isStale = response.status === 409;
      if (answer.problem) say(`Not saved: ${answer.problem}`, true);
      else take(answer, sent);
    } catch {
      say('Not saved: no connection. Your text is still here.', true);
    }
    isSaving = false;
    if (!isStale && isDirty()) wait();
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), restMs);
  };

  form.addEventListener('input', (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement) countLetters(form, field);
    if (field instanceof Element && field.closest('[data-proof-as], [data-proof-width]'))
      return showProof(form);
    if (isStale || !isDirty()) return;
    say('Not saved yet');
    wait();
  });
  window.addEventListener('online', () => void save());
  document.addEventListener('keydown', (event) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (isStale) form.querySelector<HTMLButtonElement>('[name=act][value=save]')?.click();
    else void save();
  });
  let isLeaving = false;
  form.addEventListener('submit', () => {
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener('beforeunload', (event) => {
    if (!isLeaving && isDirty()) event.preventDefault();
  });
  // The back button may bring the page as it was left.
  window.addEventListener('pageshow', () => {
    isLeaving = false;
  });
}

function countLetters(form: HTMLFormElement, { name, value }: HTMLInputElement): void {
  const count = form.querySelector(`[data-count="${CSS.escape(name)}"]`);
  if (count) count.textContent = String(Array.from(value).length);
}

/** Loads the proof again, for the reader and at the width that are chosen. */
function showProof(form: HTMLFormElement): void {
  const frame = form.querySelector<HTMLIFrameElement>('[data-proof]');
  const as = form.querySelector<HTMLSelectElement>('[data-proof-as]')?.value ?? 'free';
  const width = form.querySelector<HTMLInputElement>('[data-proof-width]:checked')?.value ?? '375';
  if (!frame) return;
  const address = new URL(frame.src);
  address.searchParams.set('as', as);
  frame.src = address.href;
  frame.parentElement?.classList.toggle('proof-frame--375', width === '375');
  frame.parentElement?.classList.toggle('proof-frame--600', width === '600');
}

/** Puts fresh numbers into the acts; the buttons themselves change only with the stage, so that none moves under a finger. */
function refreshActs(acts: HTMLElement, html: string, isNewStage: boolean): void {
  const fresh = document.createElement('div');
  fresh.innerHTML = html;
  const names = (root: HTMLElement): string =>
    [...root.querySelectorAll('form')].map((form) => form.getAttribute('action')).join();
  if (isNewStage || names(fresh) !== names(acts)) {
    acts.replaceChildren(...fresh.childNodes);
    return;
  }
  for (const old of acts.querySelectorAll<HTMLElement>('[data-live]')) {
    const now = fresh.querySelector(`[data-live="${old.dataset['live']}"]`);
    if (now && now.textContent !== old.textContent) old.textContent = now.textContent;
  }
}

function follow(page: HTMLElement, address: string): void {
  const figures = page.querySelector<HTMLElement>('[data-figures]');
  const acts = page.querySelector<HTMLElement>('[data-acts]');
  const started = page.querySelector<HTMLElement>('[data-started]');
  const announce = page.querySelector<HTMLElement>('[data-announce]');
  let stage = page.dataset['stage'] ?? '';
  let told = Math.floor(Number(page.dataset['share']) / 10);
  const source = new EventSource(address);
  source.addEventListener('progress', (event) => {
    const progress = JSON.parse(event.data) as Progress;
    const isNewStage = progress.stage !== stage;
    document.title = progress.title;
    if (started) started.textContent = progress.started;
    if (figures) figures.innerHTML = progress.figures;
    if (acts) refreshActs(acts, progress.acts, isNewStage);
    // A voice every ten per cent and at every turn, not every second.
    const tenth = Math.floor(progress.share / 10);
    if (announce && (isNewStage || tenth > told)) announce.textContent = progress.line;
    told = tenth;
    stage = progress.stage;
  });
  source.addEventListener('over', (event) => {
    source.close();
    const { next } = JSON.parse(event.data) as { next?: string };
    if (next) location.assign(next);
  });
}

const sheet = document.querySelector<HTMLFormElement>('form[data-composer]');
if (sheet) {
  keepSaved(sheet);
  dragBlocks(sheet);
}

const send = document.querySelector<HTMLElement>('[data-progress]');
if (send?.dataset['progress']) follow(send, send.dataset['progress']);
