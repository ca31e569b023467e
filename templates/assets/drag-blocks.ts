/**
 * Lets blocks of the sheet be dragged by a grip, and moved by Alt with an arrow. Either presses the sheet's own button for it, so
 * the order is the server's word and nothing typed is lost. On a touch screen, and without this, the buttons do it.
 */
export function dragBlocks(form: HTMLFormElement): void {
  const blocks = [...form.querySelectorAll<HTMLElement>('.blocks > .block')];
  let dragged = -1;

  const send = (act: string): void => {
    const button = document.createElement('button');
    button.type = 'submit';
    button.name = 'act';
    button.value = act;
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
  };
  const clear = (): void => {
    for (const block of blocks) block.classList.remove('block--before', 'block--after', 'block--dragged');
  };
  /** Whether the pointer is in the lower half. */
  const isBelow = (block: HTMLElement, y: number): boolean => {
    const { top, height } = block.getBoundingClientRect();
    return y > top + height / 2;
  };

  blocks.forEach((block, index) => {
    const grip = document.createElement('span');
    grip.className = 'block__grip';
    grip.draggable = true;
    grip.title = 'Drag to another place';
    grip.setAttribute('aria-hidden', 'true');
    block.querySelector('.block__legend')?.prepend(grip);

    grip.addEventListener('dragstart', (event) => {
      dragged = index;
      event.dataTransfer?.setData('text/plain', String(index));
      event.dataTransfer?.setDragImage(block, 0, 0);
      block.classList.add('block--dragged');
    });
    grip.addEventListener('dragend', () => {
      dragged = -1;
      clear();
    });
    block.addEventListener('dragover', (event) => {
      if (dragged === -1) return;
      event.preventDefault();
      const after = isBelow(block, event.clientY);
      for (const each of blocks) each.classList.remove('block--before', 'block--after');
      block.classList.add(after ? 'block--after' : 'block--before');
    });
    block.addEventListener('drop', (event) => {
      if (dragged === -1) return;
      event.preventDefault();
      const place = index + (isBelow(block, event.clientY) ? 1 : 0);
      // Without the dragged one, everything behind it stands one place further up.
      const to = place > dragged ? place - 1 : place;
      if (to !== dragged) send(`move ${dragged} ${to}`);
    });
    block.addEventListener('keydown', (event) => {
      const isArrow = event.key === 'ArrowUp' || event.key === 'ArrowDown';
      // In a text and in a choice the arrows have work of their own.
      const isTaken =
        event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
      if (!event.altKey || !isArrow || isTaken) return;
      event.preventDefault();
      const verb = event.key === 'ArrowUp' ? 'up' : 'down';
      block.querySelector<HTMLButtonElement>(`[name=act][value="${verb} ${index}"]`)?.click();
    });
  });
}
