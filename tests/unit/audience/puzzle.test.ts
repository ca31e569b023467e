import { isSolved } from '../../../src/audience/guard/puzzle.ts';
import { solvePuzzle } from '../../../templates/assets/solve-puzzle.ts';

const facts = 'sealed-facts';
const email = "o'hara@example.test";

test('what the browser works out is what the server wants', async () => {
  const work = await solvePuzzle(facts, email, 12);
  expect(isSolved({ facts, email, work }, 12)).toBe(true);
});

test('a solution serves for one address and one form', async () => {
  const work = await solvePuzzle(facts, email, 16);
  expect(isSolved({ facts, email: 'ada@example.test', work }, 16)).toBe(false);
  expect(isSolved({ facts: 'other-facts', email, work }, 16)).toBe(false);
});

test.each(['', '-1', '1e3', ' 7', 'abc', '9'.repeat(40)])('%j is no solution', (work) => {
  expect(isSolved({ facts, email, work }, 1)).toBe(false);
});
