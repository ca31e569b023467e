/** A stretch of text that stayed, was taken out, or came in. */
export interface ShownDiff {
  readonly kind: 'same' | 'out' | 'in';
  readonly text: string;
}

/** What became of a text, in its order. */
export const Diff = ({ parts }: { readonly parts: readonly ShownDiff[] }) => (
  <>
    {parts.map(({ kind, text }, index) => (
      <Piece key={index} kind={kind} text={text} />
    ))}
  </>
);

const Piece = ({ kind, text }: ShownDiff) => {
  if (kind === 'in') return <ins>{text}</ins>;
  return kind === 'out' ? <del>{text}</del> : <>{text}</>;
};

const near = 3;

/** What stayed is shown only near what did not: a change of one line is not to be looked for in a hundred. */
export function nearChanges(parts: readonly ShownDiff[]): readonly ShownDiff[] {
  return parts.map((part, index) => {
    const lines = part.text.split('\n');
    const before = index === 0 ? 0 : near;
    const after = index === parts.length - 1 ? 0 : near;
    if (part.kind !== 'same' || lines.length <= before + after + 2) return part;
    const left = lines.length - before - after;
    const text = [
      ...lines.slice(0, before),
      `⋯ ${left} lines that are the same`,
      ...lines.slice(lines.length - after),
    ].join('\n');
    return { kind: 'same', text };
  });
}
