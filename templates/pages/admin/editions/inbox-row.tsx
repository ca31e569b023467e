export interface InboxRowProps {
  readonly sender: string;
  readonly subject: string;
  /** The second one, where two are tried. */
  readonly secondSubject?: string | undefined;
  readonly preheader: string;
  /** What inboxes show when there is no preheader. */
  readonly fallback: string;
  readonly time: string;
}

/** About how many characters inboxes show, of the subject and of what follows it. */
const widths = { phone: { subject: 40, line: 60 }, desk: { subject: 60, line: 90 } } as const;

/** The text as far as it is seen, and what falls off the edge. */
export const cutAt = (text: string, most: number): { readonly shown: string; readonly lost: string } => {
  const letters = Array.from(text);
  return letters.length <= most
    ? { shown: text, lost: '' }
    : { shown: letters.slice(0, most).join(''), lost: letters.slice(most).join('') };
};

/** How the edition stands in an inbox, with a mark where the words are cut; each subject by itself. */
export const InboxRow = ({ secondSubject, ...props }: InboxRowProps) =>
  secondSubject === undefined ? (
    <Rows {...props} />
  ) : (
    <>
      <Rows {...props} which=", subject A" />
      <Rows {...props} subject={secondSubject} which=", subject B" />
    </>
  );

const Rows = ({ which = '', ...props }: InboxRowProps & { readonly which?: string }) => (
  <div class="inbox">
    <Row {...props} device="phone" name={`On a phone${which}`} />
    <Row {...props} device="desk" name={`On a desk${which}`} />
  </div>
);

const Row = (props: InboxRowProps & { readonly device: keyof typeof widths; readonly name: string }) => {
  const { subject, line } = widths[props.device];
  return (
    <figure class={`inbox__row inbox__row--${props.device}`}>
      <figcaption class="kicker">{props.name}</figcaption>
      <p class="inbox__head">
        <b>{props.sender}</b> <span class="soft">{props.time}</span>
      </p>
      <p class="inbox__subject">
        <Cut text={props.subject === '' ? 'No subject yet' : props.subject} most={subject} />
      </p>
      <p class={props.preheader === '' ? 'inbox__line inbox__line--fallback' : 'inbox__line'}>
        <Cut text={props.preheader === '' ? props.fallback : props.preheader} most={line} />
      </p>
    </figure>
  );
};

const Cut = ({ text, most }: { readonly text: string; readonly most: number }) => {
  const { shown, lost } = cutAt(text, most);
  return (
    <>
      {shown}
      {lost !== '' && (
        <span class="inbox__lost">
          <span class="inbox__mark" aria-hidden="true">
            ⟩
          </span>
          <span class="visually-hidden">, cut here: </span>
          {lost}
        </span>
      )}
    </>
  );
};
