import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

type Asked = { readonly options: unknown; readonly challenge: string };

const words: Readonly<Record<string, string>> = {
  NotAllowedError: 'It was stopped, or took too long. Try again when you are ready.',
  InvalidStateError: 'This device has a passkey for your account already.',
  SecurityError: 'Passkeys are not open at this address: they want https and the name of the site.',
};

const wordsOf = (error: unknown): string =>
  (error instanceof Error && words[error.name]) ||
  'It did not work. Try again, or sign in with your password.';

/** What the browser answers to the options of the server, as JSON. */
async function answerTo(kind: string | undefined, options: unknown): Promise<string> {
  const answer =
    kind === 'add'
      ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
      : await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
  return JSON.stringify(answer);
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}

/** A form that carries the answer of an authenticator: the browser is asked when it is sent. */
function listen(form: HTMLFormElement): void {
  const problem = form.querySelector<HTMLElement>('[data-passkey-problem]');
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (problem) problem.hidden = true;
    try {
      const response = await fetch(form.dataset['options'] ?? '', {
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) throw new Error(`options: ${response.status}`);
      const asked = (await response.json()) as Asked;
      fill(form, 'answer', await answerTo(form.dataset['passkey'], asked.options));
      fill(form, 'challenge', asked.challenge);
      // Past the listeners: this one would ask again.
      form.submit();
    } catch (error) {
      if (!problem) return;
      problem.textContent = wordsOf(error);
      problem.hidden = false;
    }
  });
}

const isKnown = browserSupportsWebAuthn();
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]'))
  if (isKnown) listen(form);
for (const note of document.querySelectorAll<HTMLElement>('[data-passkey-missing]')) note.hidden = isKnown;
