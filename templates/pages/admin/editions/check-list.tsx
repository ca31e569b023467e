export interface CheckLine {
  readonly severity: 'blocking' | 'warning';
  readonly code: string;
  readonly message: string;
  /** The element where it is mended, on the composer. */
  readonly anchor?: string | undefined;
}

export interface CheckListProps {
  readonly checks: readonly CheckLine[];
  /** The composer's address when the list stands on another page. */
  readonly composer?: string | undefined;
}

const words = { blocking: 'Must be mended', warning: 'Please read' } as const;

/** What stands between an edition and its readers, the blocking rows first; each leads to where it is mended. */
export const CheckList = ({ checks, composer = '' }: CheckListProps) =>
  checks.length === 0 ? (
    <p class="check check--good">Everything is in order.</p>
  ) : (
    <ul class="plain checks">
      {[...checks]
        .sort((one, other) => one.severity.localeCompare(other.severity))
        .map(({ severity, code, message, anchor }, index) => (
          <li key={`${code}${index}`} class={`check check--${severity}`}>
            <b class="check__word">{words[severity]}</b>{' '}
            {anchor === undefined ? message : <a href={`${composer}#${anchor}`}>{message}</a>}
          </li>
        ))}
    </ul>
  );
