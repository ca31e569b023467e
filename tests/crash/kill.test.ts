import { runCrash } from './crash-run.ts';

test('killed senders lose nobody, invent nothing and mail nobody twice', async () => {
  const result = await runCrash({ rows: 2500, kills: 4, senders: 2, sinkDelayMs: 20 });
  expect(result.kills).toBeGreaterThan(0);
  expect(result).toMatchObject({
    rows: 2500,
    lost: 0,
    phantom: 0,
    extraCopies: 0,
    withoutTrail: 0,
    sumIsRight: true,
  });
  // The window of each sender that died bounds what nobody can know.
  expect(result.inDoubt).toBeLessThanOrEqual(result.kills * 160);
}, 120_000);
