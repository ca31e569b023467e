/** The table of readers follows what is typed into its filters. Without this the form is sent by its button. */
const pauseMs = 200;

function follow(form: HTMLFormElement): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asked: AbortController | undefined;

  async function show(): Promise<void> {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && value !== '') query.append(name, value);
    const address = query.size === 0 ? form.action : `${form.action}?${query.toString()}`;
    try {
      const response = await fetch(address, { signal: asked.signal });
      // Somebody who is signed out meanwhile sees the door, not half a page.
      if (!response.ok || response.redirected) return location.assign(address);
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      for (const part of document.querySelectorAll('[data-live-part]'))
        part.replaceChildren(...(page.getElementById(part.id)?.childNodes ?? []));
      history.replaceState(null, '', address);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) location.assign(address);
    }
  }

  const later = (ms: number) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void show(), ms);
  };
  form.addEventListener('input', () => later(pauseMs));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    later(0);
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-live]')) follow(form);
