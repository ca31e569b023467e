/** What may be typed, in the palette and on the page. */
export const findHint = 'A page, a newsletter, an edition, a story, or how a reader’s address begins.';

/** Opens the palette; without a script it leads to the page that does the same. */
export const PaletteLink = ({ isCurrent }: { readonly isCurrent: boolean }) => (
  <a
    class="rail__find"
    href="/admin/find"
    aria-current={isCurrent ? 'page' : undefined}
    aria-keyshortcuts="Control+K Meta+K"
    data-palette-open
  >
    Find <kbd hidden>Ctrl K</kbd>
  </a>
);

/**
 * Where to, by a few letters, over any page (the combobox pattern of ARIA: the focus stays in the field, the arrows choose). Its
 * script fills the list from the page `/admin/find`; a browser without scripts never opens it.
 */
export const Palette = () => (
  <dialog class="palette" aria-label="Find" data-palette>
    <form method="get" action="/admin/find">
      <input
        id="palette-field"
        name="q"
        type="text"
        placeholder="Where to?"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxlength={120}
        aria-label="Where to?"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded="false"
        aria-controls="palette-list"
        aria-describedby="palette-hint"
      />
      <button class="button button--plain" type="button" data-dialog-close>
        Close
      </button>
    </form>
    <div id="palette-list" class="palette__list" data-palette-list />
    <p class="palette__foot hint">
      <span id="palette-hint">{findHint}</span> <output data-palette-count />
    </p>
  </dialog>
);
