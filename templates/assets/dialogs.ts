/*
 * What lies over a page. The browser itself keeps the focus inside a modal dialog, closes it with Escape and gives the focus back
 * to where it was.
 */

/** One thing lies over the page at a time. */
export function showAlone(dialog: HTMLDialogElement): void {
  for (const open of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) open.close();
  dialog.showModal();
}

/** Its buttons close it, and so does a click beside it. */
export function makeClosable(dialog: HTMLDialogElement): void {
  for (const button of dialog.querySelectorAll('[data-dialog-close]'))
    button.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target, clientX, clientY }) => {
    if (target !== dialog) return;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top || clientY > bottom) dialog.close();
  });
}

/** On an Apple keyboard the key beside the space bar does what Ctrl does elsewhere. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
