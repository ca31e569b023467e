/** What the server says of a sheet that was saved. */
export interface Saved {
  readonly version?: number;
  readonly state?: string;
  readonly problem?: string;
}

export interface Autosave<Answer extends Saved> {
  /** Controls that belong to a button: changing them leaves nothing unsaved. */
  readonly beside: ReadonlySet<string>;
  /** The sheet came back unsaved, and is so from the start. */
  readonly isUnsaved: boolean;
  /** There is nothing on the server yet: also a sheet without a change may be saved. */
  readonly isNew?: () => boolean;
  /** The sheet is saved: what else the answer changes on the page. */
  readonly taken: (answer: Answer) => void;
  /** It is not, and why: the words for it, which have to be true. */
  readonly failed: (why: string, text: string) => string;
}

export interface Sheet {
  /** Saves now what is not saved yet. */
  readonly save: () => Promise<void>;
  /** The text as it stands in the fields, written as a form. */
  readonly text: () => string;
}

/** After so long without a key the sheet is saved; where that did not work, after ten times as long. */
const restMs = 1500;

const bodyOf = (form: HTMLFormElement): URLSearchParams => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  return body;
};

/**
 * Saves a sheet by itself and says the truth about it in `[data-save-state]`. The field `version` tells the server what this
 * page knew: when somebody else saved meanwhile (409), a person decides, and nothing is saved by itself any more.
 */
export function keepSaved<Answer extends Saved>(form: HTMLFormElement, sheet: Autosave<Answer>): Sheet {
  const state = form.querySelector<HTMLElement>('[data-save-state]');
  const version = form.querySelector<HTMLInputElement>('[name=version]');
  const text = (): string => {
    const body = bodyOf(form);
    for (const name of [...sheet.beside, 'csrf', 'version']) body.delete(name);
    return body.toString();
  };
  let saved = text();
  let timer = 0;
  let isSaving = false;
  let isStale = false;
  let { isUnsaved } = sheet;

  const say = (words: string, isTrouble = false): void => {
    if (!state) return;
    state.textContent = words;
    state.toggleAttribute('data-trouble', isTrouble);
  };
  const isInTrouble = (): boolean => state?.hasAttribute('data-trouble') === true;
  const isDirty = (): boolean => isUnsaved || text() !== saved;
  const fail = (why: string): void => say(sheet.failed(why, text()), true);

  const take = (answer: Answer, sent: string): void => {
    if (version && answer.version !== undefined) version.value = String(answer.version);
    // What was typed while the answer was on its way is still unsaved.
    saved = sent;
    isUnsaved = false;
    sheet.taken(answer);
    say(isDirty() ? 'Not saved yet' : (answer.state ?? 'Saved'));
  };

  const save = async (): Promise<void> => {
    clearTimeout(timer);
    if (isSaving || isStale || !(isDirty() || sheet.isNew?.() === true)) return;
    isSaving = true;
    say('Saving');
    const sent = text();
    try {
      const response = await fetch(form.action, {
        method: 'POST',
        body: bodyOf(form),
        headers: { Accept: 'application/json' },
        redirect: 'manual',
      });
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      const answer = (isJson ? await response.json() : {}) as Answer;
      isStale = response.status === 409;
      if (answer.version !== undefined && answer.problem === undefined) take(answer, sent);
      else if (response.type === 'opaqueredirect') fail('you are signed out');
      else fail(answer.problem ?? 'something went wrong on our side');
    } catch {
      fail('no connection');
    }
    isSaving = false;
    if (!isStale && isDirty()) wait(isInTrouble() ? 10 * restMs : restMs);
  };
  const wait = (ms = restMs): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), ms);
  };

  form.addEventListener('input', () => {
    if (isStale || !isDirty()) return;
    if (!isInTrouble()) say('Not saved yet');
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
  return { save, text };
}
