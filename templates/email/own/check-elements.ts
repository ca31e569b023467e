import {
  containers,
  everywhere,
  holders,
  html,
  leaves,
  notForAll,
  paletteNames,
  reasons,
  refusedAttributes,
  wordAttributes,
} from './allowed.ts';
import { checkDeclarations, checkStyleSheet } from './check-css.ts';
import { type Finding, faultAt } from './finding.ts';
import { type Attribute, type Element, type Words, allWithin, valueOf, wordsIn } from './read-markup.ts';

/** A whole address that means the same in every mail program: nothing in it could end a value or a style. */
const webAddress = /^https?:\/\/[^\s"'<>()\\{}]+$/i;
const otherLink = /^(?:mailto:[^\s"'<>()\\{}]+|tel:[\d+ ()-]+|#[\w-]+)$/i;
const placeholder = /^\{\{@?[a-z_]+\}\}$/;

function checkAddress({ name, value }: Attribute, line: number): Finding[] {
  if (placeholder.test(value) || webAddress.test(value)) return [];
  if (name === 'href' && otherLink.test(value)) return [];
  return [
    faultAt(
      line,
      'address',
      `${name}="${value.slice(0, 60)}" is no whole address. It begins with https://${name === 'href' ? ', mailto: or tel:' : ''}, or is one placeholder`,
    ),
  ];
}

const isAddress = (name: string): boolean => name === 'href' || name === 'src' || name === 'background-url';

/** What an attribute holds; whether it may be there is for others to say. */
function checkValue({ name, value }: Attribute, line: number): Finding[] {
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(value))
    return [faultAt(line, 'attribute', `${name} holds a character that is no text`)];
  if (isAddress(name)) return checkAddress({ name, value }, line);
  if (name === 'style') return checkDeclarations(value, line);
  if (wordAttributes.has(name) || placeholder.test(value)) return [];
  return /[;{}\\@]|\/\*|url\s{0,9}\(|javascript:/i.test(value)
    ? [faultAt(line, 'attribute', `${name}="${value.slice(0, 60)}" holds more than one value can`)]
    : [];
}

const checkHandler = ({ name }: Attribute, line: number): Finding[] =>
  /^on/i.test(name)
    ? [faultAt(line, 'attribute', `${name} would run a script: mail programs drop it, and warn of the mail`)]
    : [];

function checkHtml(element: Element): Finding[] {
  const { name, line, attributes } = element;
  const own = html.get(name);
  if (own === undefined) return [refused(name, line)];
  return attributes.flatMap((attribute) => {
    const handler = checkHandler(attribute, line);
    if (handler.length > 0) return handler;
    if (!everywhere.has(attribute.name) && !own.includes(attribute.name))
      return [faultAt(line, 'attribute', `<${name}> may not have ${attribute.name}`)];
    return checkValue(attribute, line);
  });
}

function checkMjml({ line, attributes }: Element): Finding[] {
  return attributes.flatMap((attribute) => {
    const handler = checkHandler(attribute, line);
    if (handler.length > 0) return handler;
    return refusedAttributes.has(attribute.name)
      ? [faultAt(line, 'attribute', `${attribute.name} fetches what cannot be checked. Please leave it out`)]
      : checkValue(attribute, line);
  });
}

const refused = (name: string, line: number): Finding =>
  faultAt(
    line,
    'element',
    `<${name}> may not stand in a template${Object.hasOwn(reasons, name) ? `: ${reasons[name]}` : ''}`,
  );

/** Words where MJML would silently drop them, but for the one that says where the blocks go. */
const checkStray = (words: readonly Words[], name: string): Finding[] =>
  words
    .filter(({ text }) => text.trim() !== '' && text.trim() !== '{{blocks}}')
    .map(({ text, line }) =>
      faultAt(
        line + leadingLines(text),
        'stray-words',
        `Words stand in <${name}>, where nobody would see them. They belong into an mj-text`,
      ),
    );

const leadingLines = (text: string): number => text.split(/\S/, 1).join('').split('\n').length - 1;

/** mj-attributes: what stands there counts for every element of a name, in the stories too. */
function checkDefaults({ children }: Element): Finding[] {
  return children.flatMap((child) => {
    if (child.kind === 'words') return checkStray([child], 'mj-attributes');
    const { name, line, attributes } = child;
    const isKnown =
      name === 'mj-all' ||
      name === 'mj-class' ||
      holders.has(name) ||
      containers.has(name) ||
      leaves.has(name);
    if (!isKnown) return [refused(name, line)];
    const tooFar = attributes.filter(
      (each) => notForAll.has(each.name) && !(name === 'mj-class' && each.name === 'name'),
    );
    return [
      ...tooFar.map((each) =>
        faultAt(
          line,
          'attribute',
          `${each.name} cannot be set for all elements at once: give it to the one it is for`,
        ),
      ),
      ...checkMjml(child),
      ...(child.children.some((inner) => inner.kind === 'element')
        ? [faultAt(line, 'element', `<${name}> in mj-attributes holds nothing`)]
        : []),
    ];
  });
}

function checkWithinWords(holder: Element): Finding[] {
  const [, ...inside] = allWithin(holder);
  return inside.flatMap((element) =>
    element.name.startsWith('mj')
      ? [faultAt(element.line, 'element', `<${element.name}> cannot stand inside <${holder.name}>`)]
      : checkHtml(element),
  );
}

/** Whether a template has only what it may have. In one walk over what was read. */
export function checkElements(element: Element): Finding[] {
  const { name, line, attributes } = element;
  if (name === 'mj-attributes') return checkDefaults(element);
  if (name === 'mj-style')
    return checkStyleSheet(
      wordsIn(element)
        .map(({ text }) => text)
        .join(''),
      line,
      valueOf(element, 'inline') === 'inline',
    );
  if (holders.has(name)) return [...checkMjml(element), ...checkWithinWords(element)];
  if (!containers.has(name) && !leaves.has(name)) return [refused(name, line)];
  const bare = name === 'mjml' || name === 'mj-head';
  return [
    ...(bare && attributes.length > 0
      ? [faultAt(line, 'attribute', `<${name}> has no attributes: Doorstep puts in language and direction`)]
      : checkMjml(element)),
    ...checkStray(wordsIn(element), name),
    ...element.children.flatMap((child) => (child.kind === 'element' ? checkElements(child) : [])),
  ];
}

const names: ReadonlySet<string> = new Set(paletteNames);

/** `$accent` and its like, line by line. */
export function checkPalette(source: string): Finding[] {
  return source
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(/\$([a-zA-Z]+)/g)]
        .filter(([, name = '']) => !names.has(name))
        .map(([all]) =>
          faultAt(
            index + 1,
            'palette',
            `There is no ${all}. Known are ${paletteNames.map((name) => `$${name}`).join(', ')}`,
          ),
        ),
    );
}
