import './editions.ts';
import './keys.ts';
import './palette.ts';
import './readers.ts';

/** Nicer admin pages; each works without it. */
document.documentElement.classList.add('has-script');

/** A button that copies what stands in an element, and says so. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  const source = document.getElementById(button.dataset['copy'] ?? '');
  if (!source || !('clipboard' in navigator)) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = 'Copied';
  });
}

/** A text file is read into the field it stands beside: the form posts text either way. */
for (const pick of document.querySelectorAll<HTMLElement>('[data-file-pick]')) {
  const input = pick.querySelector('input');
  const field = document.getElementById(pick.dataset['filePick'] ?? '');
  if (!input || !(field instanceof HTMLTextAreaElement)) continue;
  pick.hidden = false;
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (!file) return;
    field.value = await file.text();
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
}

/** Asks before leaving a form with something typed in it that has not been saved; only then. */
for (const form of document.querySelectorAll<HTMLFormElement>('form.stack')) {
  // What came back with something to mend is not saved either.
  let isDirty = form.querySelector('.problem') !== null;
  form.addEventListener('input', () => {
    isDirty = true;
  });
  form.addEventListener('submit', () => {
    isDirty = false;
  });
  addEventListener('beforeunload', (event) => {
    if (isDirty) event.preventDefault();
  });
}
