import type { MailingProgress } from '../../../src/delivery/receipt.ts';
import { estimateTimeLeft, ratesOf } from '../../../src/editions/estimate-time-left.ts';

const begun = new Date('2026-11-23T07:00:00Z');
const after = (seconds: number) => new Date(begun.getTime() + seconds * 1000);

const sending = (
  accepted: number,
  waiting: number,
  acceptedLastMinute: number,
  ownHourReaders = 0,
): MailingProgress => ({
  stage: 'sending',
  mailing: {
    id: 1,
    state: 'sending',
    pauseReason: null,
    audience: accepted + waiting,
    createdAt: begun,
    releaseAt: begun,
    endedAt: null,
    undoSecondsLeft: 0,
  },
  counts: {
    audience: accepted + waiting,
    accepted,
    waiting,
    refused: 0,
    suppressed: 0,
    expired: 0,
    stopped: 0,
    inDoubt: 0,
    attempting: 0,
    leftOut: {},
  },
  pace: {
    acceptedLastMinute,
    firstAt: begun,
    lastAt: null,
    brake: null,
    nextDueAt: null,
    ownHour: { readers: ownHourReaders, firstAt: null, lastAt: null },
  },
});

test('the rate of the last minute stands beside the average', () => {
  expect(ratesOf(sending(3000, 6000, 500), after(180))).toEqual({ now: 500, average: 1000 });
});

test('a send younger than a minute is measured by its own age', () => {
  expect(ratesOf(sending(100, 900, 100), after(10))).toEqual({ now: 600, average: 600 });
});

test('the time left lies between both rates, with room to either side', () => {
  const left = estimateTimeLeft(sending(3000, 6000, 500), after(180));
  expect(left?.fromSeconds).toBeCloseTo(6 * 60 * 0.8);
  expect(left?.toSeconds).toBeCloseTo(12 * 60 * 1.2);
});

test('who waits for an hour of their own is not of the rest', () => {
  expect(estimateTimeLeft(sending(3000, 9000, 500, 3000), after(180))).toEqual(
    estimateTimeLeft(sending(3000, 6000, 500), after(180)),
  );
  expect(estimateTimeLeft(sending(3000, 40, 500, 40), after(180))).toBeNull();
});

test('nothing is promised before the first mail is taken or while nothing moves', () => {
  expect(estimateTimeLeft(sending(0, 10, 0), after(5))).toBeNull();
  expect(estimateTimeLeft(sending(100, 10, 0), after(600))).toBeNull();
  expect(estimateTimeLeft({ ...sending(100, 10, 10), stage: 'paused' }, after(60))).toBeNull();
});
