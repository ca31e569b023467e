import { Editor } from '@tiptap/core';
import { Image } from '@tiptap/extension-image';
import { Markdown } from '@tiptap/markdown';
import { StarterKit } from '@tiptap/starter-kit';
import { createToolbar } from './rich-toolbar.ts';

/** Takes a picture in: where it is kept, or why it is not. */
export type Upload = (file: File) => Promise<{ readonly src?: string; readonly problem?: string }>;

export interface RichSurface {
  /** The surface and its bar, to be shown in the place of the field. */
  readonly element: HTMLElement;
  /** Reads the field again. */
  readonly read: () => void;
  readonly focus: () => void;
}

const isPicture = ({ type }: File): boolean => /^image\/(?:jpeg|png|webp|gif)$/.test(type);

/**
 * A surface to write on in place of the field's Markdown. The Markdown stays the truth: each change is written into the field, and
 * what the field says is what is saved. Only what a story can have can be made here.
 */
export function openRichText(field: HTMLTextAreaElement, upload: Upload): RichSurface {
  const element = document.createElement('div');
  element.className = 'rich';
  const page = document.createElement('div');
  const editor = new Editor({
    element: page,
    // Its own style element would meet the policy against styles in pages: stories.css has what it needs.
    injectCSS: false,
    extensions: [
      StarterKit.configure({
        heading: { levels: [2] },
        strike: false,
        underline: false,
        code: false,
        link: { openOnClick: false, protocols: ['http', 'https', 'mailto'], defaultProtocol: 'https' },
      }),
      Image.configure({ inline: false }),
      Markdown.configure({ markedOptions: { gfm: false } }),
    ],
    content: field.value,
    contentType: 'markdown',
    editorProps: {
      attributes: {
        class: 'rich__page',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': 'Text',
        spellcheck: 'true',
      },
      handleDrop: (_view, event) => takeFiles(event.dataTransfer),
      handlePaste: (_view, event) => takeFiles(event.clipboardData),
    },
    onUpdate: () => {
      field.value = editor.getMarkdown().trimEnd();
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
  });
  const toolbar = createToolbar(editor, (file) => void takePicture(file));

  async function takePicture(file: File): Promise<void> {
    toolbar.say('The picture is being taken in');
    const { src, problem } = await upload(file).catch(() => ({ src: undefined, problem: 'No connection' }));
    if (src === undefined) return toolbar.say(problem ?? 'The picture was not taken in', true);
    editor.chain().focus().setImage({ src, alt: '' }).run();
    toolbar.say('Now say what it shows: the field is above the text');
    toolbar.askAboutPicture(src);
  }

  function takeFiles(from: DataTransfer | null): boolean {
    const pictures = [...(from?.files ?? [])].filter(isPicture);
    for (const file of pictures) void takePicture(file);
    return pictures.length > 0;
  }

  element.append(toolbar.element, page);
  return {
    element,
    read: () => {
      editor.commands.setContent(field.value, { contentType: 'markdown', emitUpdate: false });
    },
    focus: () => {
      editor.commands.focus();
    },
  };
}
