import type { Editor } from '@tiptap/core';

interface Tool {
  readonly words: string;
  /** What it stands on when it is pressed in; none for what only acts. */
  readonly mark?: string;
  readonly act: (editor: Editor) => void;
}

const signUpBox = 'kicker: Sign up\nheadline: Get the news first\npromise: \nbutton: SIGN ME UP!';

const tools: readonly Tool[] = [
  { words: 'Bold', mark: 'bold', act: (editor) => editor.chain().focus().toggleBold().run() },
  { words: 'Italic', mark: 'italic', act: (editor) => editor.chain().focus().toggleItalic().run() },
  {
    words: 'Crosshead',
    mark: 'heading',
    act: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  { words: 'List', mark: 'bulletList', act: (editor) => editor.chain().focus().toggleBulletList().run() },
  {
    words: 'Numbers',
    mark: 'orderedList',
    act: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  { words: 'Quote', mark: 'blockquote', act: (editor) => editor.chain().focus().toggleBlockquote().run() },
  {
    words: 'Sign-up box',
    act: (editor) =>
      editor
        .chain()
        .focus()
        .insertContent({
          type: 'codeBlock',
          attrs: { language: 'sign-up' },
          content: [{ type: 'text', text: signUpBox }],
        })
        .run(),
  },
  { words: 'Undo', act: (editor) => editor.chain().focus().undo().run() },
  { words: 'Redo', act: (editor) => editor.chain().focus().redo().run() },
];

export interface Toolbar {
  readonly element: HTMLElement;
  readonly say: (words: string, isTrouble?: boolean) => void;
  /** Puts the cursor into the field that asks what a picture shows. */
  readonly askAboutPicture: (src: string) => void;
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'rich__tool';
  made.textContent = words;
  made.addEventListener('click', act);
  return made;
}

/** A line with a field and its buttons; Enter does what the first button does, and sends no form. */
function lineOf(label: string, name: string, ...buttons: readonly HTMLButtonElement[]) {
  const line = document.createElement('div');
  line.className = 'rich__line';
  line.hidden = true;
  const input = document.createElement('input');
  input.type = 'text';
  input.id = `rich-${name}`;
  input.autocomplete = 'off';
  const words = document.createElement('label');
  words.htmlFor = input.id;
  words.textContent = label;
  line.append(words, input, ...buttons);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    buttons[0]?.click();
  });
  // What is typed here is not the story's yet.
  line.addEventListener('input', (event) => event.stopPropagation());
  return { line, input };
}

/** Left and right go from tool to tool, so that Tab passes the bar in one step (the toolbar pattern of ARIA). */
function rove(bar: HTMLElement): void {
  const all = [...bar.querySelectorAll<HTMLButtonElement>('button')];
  const reach = (at: number): void => all.forEach((tool, index) => (tool.tabIndex = index === at ? 0 : -1));
  reach(0);
  bar.addEventListener('focusin', (event) => {
    const at = all.findIndex((tool) => tool === event.target);
    if (at !== -1) reach(at);
  });
  bar.addEventListener('keydown', (event) => {
    const at = all.findIndex((tool) => tool === document.activeElement);
    const to = {
      ArrowRight: (at + 1) % all.length,
      ArrowLeft: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  });
}

const isAddress = (text: string): boolean => /^(?:https?:\/\/|mailto:|\/(?!\/))\S+$/i.test(text);

/** The bar above the surface: words, no riddles. */
export function createToolbar(editor: Editor, takePicture: (file: File) => void): Toolbar {
  const element = document.createElement('div');
  element.className = 'rich__bar';
  const bar = document.createElement('div');
  bar.className = 'rich__tools';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', 'How the text is set');
  // A press of the mouse leaves the cursor in the text: what is typed right after it lands there. Keys reach the bar all the same.
  bar.addEventListener('mousedown', (event) => event.preventDefault());
  const state = document.createElement('output');
  state.className = 'rich__state soft small';
  const say = (words: string, isTrouble = false): void => {
    state.textContent = words;
    state.toggleAttribute('data-trouble', isTrouble);
  };

  const pressable = new Map<HTMLButtonElement, string>();
  for (const { words, mark, act } of tools) {
    const tool = button(words, () => act(editor));
    if (mark !== undefined) pressable.set(tool, mark);
    bar.append(tool);
  }

  const link = lineOf(
    'Where the link leads',
    'link',
    button('Set the link', () => {
      const href = link.input.value.trim();
      if (!isAddress(href)) return say('Please give an address such as https://example.org/', true);
      editor.chain().focus().extendMarkRange('link').setLink({ href }).run();
      link.line.hidden = true;
      return say('');
    }),
    button('Take it away', () => {
      editor.chain().focus().extendMarkRange('link').unsetLink().run();
      link.line.hidden = true;
    }),
  );
  const linkTool = button('Link', () => {
    link.input.value = String(editor.getAttributes('link')['href'] ?? '');
    link.line.hidden = false;
    link.input.focus();
  });
  pressable.set(linkTool, 'link');

  const file = document.createElement('input');
  file.type = 'file';
  file.accept = 'image/jpeg,image/png,image/webp,image/gif';
  file.hidden = true;
  file.addEventListener('change', () => {
    const [picked] = file.files ?? [];
    if (picked) takePicture(picked);
    file.value = '';
  });
  const pictureTool = button('Picture', () => file.click());
  bar.insertBefore(linkTool, bar.children[6] ?? null);
  bar.insertBefore(pictureTool, bar.children[7] ?? null);

  let asked = '';
  const describe = (alt: string): void => {
    // By its address: the cursor may have gone elsewhere meanwhile.
    editor.commands.command(({ tr, state: { doc } }) => {
      doc.descendants((node, at) => {
        if (node.type.name === 'image' && node.attrs['src'] === asked) tr.setNodeAttribute(at, 'alt', alt);
      });
      return true;
    });
    words.line.hidden = true;
    editor.commands.focus();
    say('');
  };
  const words = lineOf(
    'What the picture shows',
    'alt',
    button('Keep these words', () => {
      const shown = words.input.value.trim();
      if (shown === '') return say('Please say what it shows, or that it only decorates', true);
      return describe(shown);
    }),
    button('It only decorates', () => describe('decoration')),
  );
  const askAboutPicture = (src: string): void => {
    asked = src;
    const known = String(editor.getAttributes('image')['alt'] ?? '');
    words.input.value = known === 'decoration' ? '' : known;
    words.line.hidden = false;
    words.input.focus();
  };

  const show = (): void => {
    for (const [tool, mark] of pressable) tool.setAttribute('aria-pressed', String(editor.isActive(mark)));
    if (!editor.isFocused) return;
    words.line.hidden = !editor.isActive('image');
    if (words.line.hidden) return;
    asked = String(editor.getAttributes('image')['src'] ?? '');
    const known = String(editor.getAttributes('image')['alt'] ?? '');
    words.input.value = known === 'decoration' ? '' : known;
    words.line.hidden = false;
  };
  editor.on('selectionUpdate', show);
  editor.on('transaction', show);
  show();
  rove(bar);
  element.append(bar, link.line, words.line, file, state);
  return { element, say, askAboutPicture };
}
