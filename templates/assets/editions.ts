import { type Saved, keepSaved } from './autosave.ts';
import { dragBlocks } from './drag-blocks.ts';

/**
 * Makes the pages of editions quicker, and nothing depends on it: the sheet saves itself and shows a fresh proof, and a send
 * moves without the page coming again. On any trouble the plain forms and links do their work.
 */
interface SavedEdition extends Saved {
  readonly notes?: string;
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

/** Controls beside the text: they belong to a button, and changing them leaves nothing unsaved. */
const beside = new Set(['story', 'new', 'test', 'as', 'width']);

function keepEditionSaved(form: HTMLFormElement): void {
  const notes = form.querySelector<HTMLElement>('[data-notes]');
  keepSaved<SavedEdition>(form, {
    beside,
    isUnsaved: form.querySelector('.conflict, .error-summary') !== null,
    taken(answer) {
      if (notes && answer.notes) notes.innerHTML = answer.notes;
      showProof(form);
    },
    failed: (why) => `Not saved: ${why}. Your text is still here.`,
  });
  form.addEventListener('input', ({ target: field }) => {
    if (field instanceof HTMLInputElement) countLetters(form, field);
    if (field instanceof Element && field.closest('[data-proof-as], [data-proof-width]')) showProof(form);
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
  keepEditionSaved(sheet);
  dragBlocks(sheet);
}

const send = document.querySelector<HTMLElement>('[data-progress]');
if (send?.dataset['progress']) follow(send, send.dataset['progress']);
