import type { ComponentChildren } from 'preact';
import { useTongue, useWords } from './tongue.tsx';

/** A fact that travels with a form, such as its signed time token. */
export interface HiddenField {
  readonly name: string;
  readonly value: string;
}

/** Where a form goes and what it carries. */
export interface FormPost {
  readonly action: string;
  readonly hidden: readonly HiddenField[];
}

export interface PostFormProps {
  readonly post: FormPost;
  readonly class?: string | undefined;
  readonly children: ComponentChildren;
}

/** A form that changes something. The browser's own bubbles are off: the page says what is wrong, in its own words. */
export const PostForm = ({ post, class: className, children }: PostFormProps) => (
  <form method="post" action={post.action} class={className} novalidate>
    <HiddenFields fields={post.hidden} />
    {children}
  </form>
);

/** The facts of a form, and the language of its page where that has to be carried on. */
export const HiddenFields = ({ fields }: { readonly fields: readonly HiddenField[] }) => {
  const { language, isCarried } = useTongue();
  const hasLanguage = fields.some(({ name }) => name === 'lang');
  const all = isCarried && !hasLanguage ? [...fields, { name: 'lang', value: language }] : fields;
  return (
    <>
      {all.map(({ name, value }, index) => (
        <input key={`${index}${name}`} type="hidden" name={name} value={value} />
      ))}
    </>
  );
};

/** One button that acts, with nothing to fill in. */
export const ActButton = ({ post, class: className, children }: PostFormProps) => (
  <PostForm post={post}>
    <button class={className ?? 'button'} type="submit">
      {children}
    </button>
  </PostForm>
);

/** A field that people neither see nor hear nor reach with the keyboard; whoever fills it in is a machine. */
export const Honeypot = ({ name }: { readonly name: string }) => (
  <div class="visually-hidden" aria-hidden="true">
    <label>
      {useWords().frame.leaveEmpty} <input type="text" name={name} tabindex={-1} autocomplete="off" />
    </label>
  </div>
);
