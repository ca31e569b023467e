import { useOwnLang, useWords } from './tongue.tsx';

export interface CountedAnswer {
  readonly place: number;
  readonly words: string;
  readonly readers: number;
}

export interface PollBarsProps {
  readonly answers: readonly CountedAnswer[];
  readonly readers: number;
  /** The answer of whoever looks, by its place. */
  readonly given?: number | undefined;
}

/** How many gave which answer: numbers in a table, with a bar for the eye. */
export const PollBars = ({ answers, readers, given }: PollBarsProps) => {
  const { locale, poll } = useWords();
  const lang = useOwnLang();
  const number = new Intl.NumberFormat(locale);
  const share = (count: number): number => (readers === 0 ? 0 : Math.round((100 * count) / readers));
  return (
    <table class="poll">
      <caption>{poll.answered(readers)}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{poll.answer}</th>
          <th scope="col">{poll.share}</th>
          <th scope="col">{poll.readers}</th>
        </tr>
      </thead>
      <tbody>
        {answers.map(({ place, words, readers: count }) => (
          <tr key={place} class={place === given ? 'poll__row poll__row--given' : 'poll__row'}>
            <th scope="row">
              <span lang={lang}>{words}</span>
              {place === given && <span class="poll__mine"> {poll.yours}</span>}
              <svg class="poll__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width={share(count)} height="4" />
              </svg>
            </th>
            <td class="poll__share">{share(count)} %</td>
            <td class="poll__count">{number.format(count)} </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
