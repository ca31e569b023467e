import { Marked, type Token } from 'marked';

/** A picture as a text names it. */
export type NamedPicture = { readonly src: string; readonly alt: string };

/** The word that says: this picture only decorates, and has nothing to tell those who do not see it. */
export const decoration = 'decoration';

const marked = new Marked({ gfm: false, async: false });

/** Every picture of a Markdown text, those of other sites too. */
export function findPictures(text: string): readonly NamedPicture[] {
  const found: NamedPicture[] = [];
  void marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === 'image') found.push({ src: String(token['href']), alt: String(token['text']).trim() });
  });
  return found;
}
