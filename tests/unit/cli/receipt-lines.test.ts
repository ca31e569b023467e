import { receiptLines } from '../../../src/cli/edition-receipt.ts';

test('a receipt is a column of figures over its sum, with those left out beneath', () => {
  const lines = receiptLines({
    audience: 12,
    accepted: 9,
    refused: 1,
    suppressed: 0,
    expired: 0,
    stopped: 0,
    inDoubt: 2,
    waiting: 0,
    attempting: 0,
    leftOut: { pending: 3 },
  });
  const figures = lines.map((line) => line.match(/\d+$/)?.[0]).filter((figure) => figure !== undefined);
  expect(figures.map(Number)).toEqual([9, 1, 0, 0, 0, 2, 0, 0, 12, 3]);
  expect(new Set(lines.filter((line) => /\d$/.test(line)).map((line) => line.length)).size).toBe(1);
});
