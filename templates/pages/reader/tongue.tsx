import { type ComponentChildren, Fragment, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Language, type Words, wordsIn } from '../../words/languages.ts';

/** In which language a page speaks to its reader. */
export interface Tongue {
  readonly language: Language;
  /** What the newsroom's own words are in. */
  readonly ownLanguage: Language;
  /** Set where the address of the page chose it, against what the reader would else get: links and forms carry it on. */
  readonly isCarried: boolean;
}

const TongueContext = createContext<Tongue>({ language: 'en', ownLanguage: 'en', isCarried: false });

/** Everything inside speaks this language. A page has its words from its site, the parts inside it by {@link useWords}. */
export const InTongue = ({
  tongue,
  children,
}: {
  readonly tongue: Tongue;
  readonly children: ComponentChildren;
}) => <TongueContext.Provider value={tongue}>{children}</TongueContext.Provider>;

export const useTongue = (): Tongue => useContext(TongueContext);

export const useWords = (): Words => wordsIn(useTongue().language);

/** The `lang` of the newsroom's own words on a page in another language; none is needed where they are the same. */
export function useOwnLang(): Language | undefined {
  const { language, ownLanguage } = useTongue();
  return language === ownLanguage ? undefined : ownLanguage;
}

type Carried = Pick<Tongue, 'language' | 'isCarried'>;

/** An address of ours that goes on in the language in hand; what follows `#` stays behind. */
export function inTongue(href: string, { language, isCarried }: Carried): string {
  if (!isCarried || !href.startsWith('/')) return href;
  const [path = '', fragment] = href.split('#');
  const carried = `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
  return fragment === undefined ? carried : `${carried}#${fragment}`;
}

/** A sentence of the dictionary with parts of the page in the place of its `{words}`. */
export const Fill = ({
  text,
  parts,
}: {
  readonly text: string;
  readonly parts: Readonly<Record<string, ComponentChildren>>;
}) => (
  <>
    {text.split(/\{([a-zA-Z]+)\}/).map((piece, index) => (
      <Fragment key={index}>{index % 2 === 0 ? piece : parts[piece]}</Fragment>
    ))}
  </>
);
