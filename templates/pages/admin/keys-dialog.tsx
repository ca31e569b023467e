/** A key, or several pressed together, and what it does: `['Ctrl', 'K']`. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly does: string;
}

/** Of every page. On an Apple keyboard the script writes ⌘ for Ctrl. */
const everywhere: readonly KeyLine[] = [
  { keys: ['Ctrl', 'K'], does: 'Find a page, an edition, a story or a reader' },
  { keys: ['?'], does: 'Show this list' },
  { keys: ['Tab'], does: 'On to the next field, button or link; with Shift back' },
  { keys: ['Enter'], does: 'Press the button or follow the link that is marked' },
  { keys: ['Esc'], does: 'Close what lies over the page' },
];

const KeyLines = ({ keys }: { readonly keys: readonly KeyLine[] }) => (
  <dl class="keys">
    {keys.map(({ keys: pressed, does }) => (
      <div key={does}>
        <dt>
          {pressed.map((key, at) => (
            <>
              {at > 0 && ' + '}
              <kbd data-key={key}>{key}</kbd>
            </>
          ))}
        </dt>
        <dd>{does}</dd>
      </div>
    ))}
  </dl>
);

/** Which keys do something on this page. Single letters can be switched off, for whoever speaks to their browser (WCAG 2.1.4). */
export const KeysDialog = ({ keys }: { readonly keys: readonly KeyLine[] }) => (
  <dialog class="keys-dialog" aria-labelledby="keys-title" data-keys>
    <div class="keys-dialog__head">
      <h2 id="keys-title">Keys</h2>
      <button class="button button--plain" type="button" data-dialog-close>
        Close
      </button>
    </div>
    {keys.length > 0 && (
      <>
        <h3>On this page</h3>
        <KeyLines keys={keys} />
        <h3>On every page</h3>
      </>
    )}
    <KeyLines keys={everywhere} />
    <label class="keys-dialog__choice">
      <input type="checkbox" data-keys-single checked /> The key ? opens this list in this browser
    </label>
  </dialog>
);

/** Of the sheets that save themselves. */
export const saveKey: KeyLine = { keys: ['Ctrl', 'S'], does: 'Save now; the sheet also saves itself' };
