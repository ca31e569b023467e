import { isApple, makeClosable, showAlone } from './dialogs.ts';

/** `?` shows which keys do something on the page, and `Keys` in the rail does too. */
const storeName = 'doorstep-single-keys';

/** A browser may keep nothing for us: then single keys are on. */
function areSingleKeysOn(): boolean {
  try {
    return localStorage.getItem(storeName) !== 'off';
  } catch {
    return true;
  }
}

function keepSingleKeys(areOn: boolean): void {
  try {
    localStorage.setItem(storeName, areOn ? 'on' : 'off');
  } catch {
    // It holds for this page, then.
  }
}

const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

const keys = document.querySelector<HTMLDialogElement>('dialog[data-keys]');
const single = keys?.querySelector<HTMLInputElement>('[data-keys-single]');
if (keys && single) {
  makeClosable(keys);
  single.checked = areSingleKeysOn();
  single.addEventListener('change', () => keepSingleKeys(single.checked));
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-keys-open]')) {
    button.hidden = false;
    button.addEventListener('click', () => showAlone(keys));
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!single.checked || isTypedInto(event.target) || keys.open) return;
    event.preventDefault();
    showAlone(keys);
  });
}
if (isApple) {
  for (const key of document.querySelectorAll('kbd[data-key=Ctrl]')) key.textContent = '⌘';
  for (const key of document.querySelectorAll('kbd[data-key=Alt]')) key.textContent = '⌥';
}
