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
  readonly language: string;
}

/** How many gave which answer: numbers in a table, with a bar for the eye. */
export const PollBars = ({ answers, readers, given, language }: PollBarsProps) => {
  const number = new Intl.NumberFormat(language === 'en' ? 'en-GB' : language);
  const share = (count: number): number => (readers === 0 ? 0 : Math.round((100 * count) / readers));
  const noun = new Intl.PluralRules('en').select(readers) === 'one' ? 'reader' : 'readers';
  return (
    <table class="poll">
      <caption>
        {number.format(readers)} {noun} answered
      </caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Answer</th>
          <th scope="col">Share</th>
          <th scope="col">Readers</th>
        </tr>
      </thead>
      <tbody>
        {answers.map(({ place, words, readers: count }) => (
          <tr key={place} class={place === given ? 'poll__row poll__row--given' : 'poll__row'}>
            <th scope="row">
              {words}
              {place === given && <span class="poll__mine"> your answer</span>}
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
