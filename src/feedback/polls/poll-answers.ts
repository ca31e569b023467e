/** Answers to the questions of editions: one a reader, counted and nothing more. */
export {
  countAnswers,
  deleteAnswersOf as forgetAnswersOf,
  findAnswer,
  listAnswersOf,
  putAnswer,
} from '../sql/polls.ts';
