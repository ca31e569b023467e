import { isApple, makeClosable, showAlone } from './dialogs.ts';

/**
 * The palette: Ctrl or ⌘ and K over any page. The focus stays in the field, the arrows choose, Enter goes. What it lists it takes
 * from the page `/admin/find`, so that both know the same and ask the same rights.
 */
const pauseMs = 120;

type Found = { readonly href: string; readonly text: string; readonly detail: string };

/** The list of the page that finds, group by group. */
function groupsOf(page: Document): ReadonlyArray<readonly [title: string, found: readonly Found[]]> {
  return [...page.querySelectorAll<HTMLElement>('[data-found]')].map((list) => [
    list.dataset['found'] ?? '',
    [...list.querySelectorAll('li')].map((line) => ({
      href: line.querySelector('a')?.getAttribute('href') ?? '',
      text: line.querySelector('a')?.textContent ?? '',
      detail: line.querySelector('span')?.textContent ?? '',
    })),
  ]);
}

const element = (name: string, className: string, text = ''): HTMLElement => {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
};

function optionOf({ href, text, detail }: Found, id: string): HTMLElement {
  const option = element('div', 'palette__option');
  option.id = id;
  option.role = 'option';
  option.ariaSelected = 'false';
  option.dataset['href'] = href;
  option.append(element('span', 'palette__text', text), ' ', element('span', 'soft small', detail));
  return option;
}

/** What opens the palette is a button; it stood as a link for browsers without scripts. */
function buttonFor(link: HTMLAnchorElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = link.className;
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-keyshortcuts', link.getAttribute('aria-keyshortcuts') ?? '');
  button.append(...link.childNodes);
  for (const key of button.querySelectorAll('kbd')) {
    key.hidden = false;
    if (isApple) key.textContent = '⌘ K';
  }
  link.replaceWith(button);
  return button;
}

function preparePalette(dialog: HTMLDialogElement, opener: HTMLAnchorElement): void {
  const field = dialog.querySelector('input');
  const list = dialog.querySelector<HTMLElement>('[data-palette-list]');
  const count = dialog.querySelector('output');
  if (!field || !list || !count) return;
  let options: readonly HTMLElement[] = [];
  let chosen = -1;
  let waiting = 0;
  let asked: AbortController | undefined;
  /** The text whose list is shown. */
  let answered: string | undefined;

  const choose = (at: number): void => {
    chosen = options.length === 0 ? -1 : (at + options.length) % options.length;
    options.forEach((option, index) => (option.ariaSelected = String(index === chosen)));
    const option = options[chosen];
    if (option) field.setAttribute('aria-activedescendant', option.id);
    else field.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  };
  const go = (option: HTMLElement | undefined, isAside: boolean): void => {
    const href = option?.dataset['href'];
    if (!href) return;
    dialog.close();
    if (isAside) window.open(href, '_blank', 'noopener');
    else location.assign(href);
  };
  const show = (page: Document): void => {
    let made = 0;
    list.replaceChildren(
      ...groupsOf(page).map(([title, found]) => {
        const group = element('div', 'palette__group');
        group.role = 'group';
        group.ariaLabel = title;
        const heading = element('p', 'kicker', title);
        heading.ariaHidden = 'true';
        group.append(heading, ...found.map((each) => optionOf(each, `palette-${made++}`)));
        return group;
      }),
    );
    options = [...list.querySelectorAll<HTMLElement>('[role=option]')];
    field.ariaExpanded = String(options.length > 0);
    count.textContent = options.length === 0 ? 'Nothing found.' : `${options.length} found.`;
    choose(0);
  };

  const ask = async (): Promise<void> => {
    asked?.abort();
    asked = new AbortController();
    const text = field.value;
    const address = `/admin/find?${new URLSearchParams({ q: text }).toString()}`;
    try {
      const response = await fetch(address, { signal: asked.signal });
      // Somebody who is signed out meanwhile sees the door.
      if (!response.ok || response.redirected) return location.assign(address);
      show(new DOMParser().parseFromString(await response.text(), 'text/html'));
      answered = text;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      count.textContent = 'No connection: try again in a moment.';
    }
  };
  const open = (): void => {
    if (!dialog.open) showAlone(dialog);
    field.select();
    void ask();
  };

  list.role = 'listbox';
  list.ariaLabel = 'Where to';
  makeClosable(dialog);
  buttonFor(opener).addEventListener('click', open);
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void ask(), pauseMs);
  });
  field.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      choose(chosen + step);
    }
  });
  dialog.querySelector('form')?.addEventListener('submit', async (event) => {
    event.preventDefault();
    // Whoever types and presses Enter at once means what they typed, not what stood there before.
    clearTimeout(waiting);
    if (answered !== field.value) await ask();
    go(options[chosen], false);
  });
  list.addEventListener('click', ({ target, ctrlKey, metaKey }) => {
    if (target instanceof Element)
      go(target.closest<HTMLElement>('[role=option]') ?? undefined, ctrlKey || metaKey);
  });
  document.addEventListener('keydown', (event) => {
    if (
      event.key.toLowerCase() !== 'k' ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      event.shiftKey
    )
      return;
    event.preventDefault();
    open();
  });
}

const dialog = document.querySelector<HTMLDialogElement>('dialog[data-palette]');
const opener = document.querySelector<HTMLAnchorElement>('[data-palette-open]');
if (dialog && opener) preparePalette(dialog, opener);
