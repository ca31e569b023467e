import { changesOf, sumChanges } from '../../../../src/feedback/reactions/figures.ts';
import { judgeMarks } from '../../../../src/feedback/reactions/judge-marks.ts';
import { machineSign } from '../../../../src/feedback/reactions/machine-signs.ts';
import type { MachineReason, Mark, ReaderEvent } from '../../../../src/feedback/reactions/reaction.ts';

const acceptedAt = new Date('2026-11-25T06:00:00Z');
const delivery = { acceptedAt, links: 10 };

/** A click so many seconds after the mail server took the mail. */
const click = (link: number, seconds: number, reason: MachineReason | null = null): ReaderEvent => ({
  at: new Date(acceptedAt.getTime() + seconds * 1000),
  kind: 'click',
  mailingId: 1,
  deliveryId: 1,
  link,
  reason,
  network: '198.51.100.0/24',
  program: 'Mozilla/5.0 (X11; Linux x86_64)',
});

const reasons = (marks: readonly Mark[]) =>
  Object.fromEntries(marks.map(({ link, reason }) => [link, reason]));
const judged = (...events: ReaderEvent[]) => reasons(judgeMarks([], events, delivery));

test('a reader who follows two links in a minute is a person', () => {
  expect(judged(click(1, 40), click(2, 90))).toEqual({ 1: null, 2: null });
});

test('nobody clicks within five seconds of the hand-over, nor before it', () => {
  expect(judged(click(1, 2))).toEqual({ 1: 'too fast' });
  expect(judged(click(1, -60))).toEqual({ 1: 'too fast' });
  expect(reasons(judgeMarks([], [click(1, 60)], { acceptedAt: null, links: 3 }))).toEqual({ 1: 'too fast' });
});

test('a person who comes after a machine counts, from their own time on', () => {
  const [mark] = judgeMarks([], [click(1, 1), click(1, 3600)], delivery);
  expect(mark).toMatchObject({ reason: null, times: 2, firstAt: click(1, 3600).at });
});

test('a machine that comes after a person takes nothing away', () => {
  expect(judged(click(1, 60), click(1, 90, 'no page asked'))).toEqual({ 1: null });
});

test('who finds the hidden link has everything around it taken out, also what came before', () => {
  const before = judgeMarks([], [click(1, 60), click(2, 3600)], delivery);
  expect(reasons(before)).toEqual({ 1: null, 2: null });
  const after = judgeMarks(before, [click(0, 62)], delivery);
  expect(reasons(after)).toEqual({ 0: 'hidden link', 1: 'hidden link', 2: null });
});

test('every link within half a minute is a machine’s, eight of ten too, and the reader’s return counts', () => {
  const sweep = Array.from({ length: 8 }, (_, index) => click(index + 1, 60 + index * 3));
  const marks = judgeMarks([], sweep, delivery);
  expect(new Set(marks.map(({ reason }) => reason))).toEqual(new Set(['every link']));
  expect(reasons(judgeMarks(marks, [click(3, 7200)], delivery))[3]).toBeNull();
});

test('three stories opened in a row, as tabs, are a person’s', () => {
  expect(judged(click(1, 60), click(2, 61), click(3, 62))).toEqual({ 1: null, 2: null, 3: null });
});

test('figures follow a verdict that changes', () => {
  const before = judgeMarks([], [click(1, 60)], delivery);
  const after = judgeMarks(before, [click(0, 62)], delivery);
  const { figures } = sumChanges([changesOf(1, [], before), changesOf(1, before, after)]);
  expect(figures).toEqual([
    { mailingId: 1, kind: 'click', link: 1, reason: 'hidden link', readers: 1 },
    { mailingId: 1, kind: 'click', link: -1, reason: 'hidden link', readers: 1 },
  ]);
});

describe('what one request shows', () => {
  const visit = {
    kind: 'click',
    method: 'GET',
    address: '198.51.100.7',
    program: 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15',
    purpose: '',
  } as const;
  test.each([
    ['a browser', {}, null],
    ['HEAD', { method: 'HEAD' }, 'no page asked'],
    ['OPTIONS', { method: 'OPTIONS' }, 'no page asked'],
    ['no name', { program: '' }, 'scanner program'],
    ['a library', { program: 'python-requests/2.32' }, 'scanner program'],
    ['a prefetch', { purpose: 'prefetch;prerender' }, 'prefetch'],
    ['a filter’s network', { address: '::ffff:64.235.150.9' }, 'scanner network'],
    ['an address of the next version', { address: '2001:db8::1' }, null],
    ['something that is no address', { address: 'unknown' }, null],
    ['Apple’s network, for a click', { address: '17.58.1.1' }, null],
  ])('%s', (_, change, reason) => {
    expect(machineSign({ ...visit, ...change })).toBe(reason);
  });
  test('Apple’s proxy, for an open', () => {
    expect(machineSign({ ...visit, kind: 'open', program: 'Mozilla/5.0' })).toBe('privacy proxy');
    expect(machineSign({ ...visit, kind: 'open', address: '17.58.1.1' })).toBe('privacy proxy');
  });
});
