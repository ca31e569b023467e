import { renderToString } from 'preact-render-to-string';

import type { BlockDraft } from '../../../templates/pages/admin/editions/block-draft.ts';
import {
  ComposerPage,
  type ComposerPageProps,
} from '../../../templates/pages/admin/editions/composer-page.tsx';
import { InboxRow, cutAt } from '../../../templates/pages/admin/editions/inbox-row.tsx';
import { ProgressActs, ProgressFigures } from '../../../templates/pages/admin/editions/progress-panel.tsx';
import {
  type ProgressView,
  brakeWords,
  shareDone,
  stateLine,
  timeLeftWords,
  titleOf,
  type TestView,
  testLine,
} from '../../../templates/pages/admin/editions/progress-view.ts';
import {
  type SubjectTestResult,
  resultWords,
  waitWords,
} from '../../../templates/pages/admin/editions/subject-test-words.ts';
import {
  SendEditionPage,
  type SendEditionPageProps,
} from '../../../templates/pages/admin/editions/send-edition-page.tsx';

const csrf = { name: 'csrf', value: 'token' };
const site = {
  title: 'The Test Lantern',
  language: 'en',
  styles: ['/assets/admin.css'],
  script: '/assets/admin.js',
  person: { name: 'Ana Reyes', role: 'owner' as const },
  csrf,
};

const view: ProgressView = {
  stage: 'sending',
  undoSecondsLeft: 0,
  leavesAt: '14:03:20',
  leavesIn: 'in 0 s',
  audience: 4812,
  accepted: 2300,
  refused: 10,
  suppressed: 0,
  expired: 0,
  stopped: 0,
  inDoubt: 0,
  undecided: 0,
  waiting: 2492,
  attempting: 10,
  rates: null,
  timeLeft: { fromSeconds: 240, toSeconds: 350 },
  pauseReason: null,
  brake: null,
  nextTry: null,
  ownHour: null,
  test: null,
};

const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, '').replaceAll('\u00a0', ' ');

describe('the words of a send', () => {
  test('say how far it is and how long it may still take, as a range', () => {
    expect(stateLine(view, 'en')).toBe('Sending: 2,310 of 4,812. About 4 to 6 minutes left.');
    expect(shareDone(view)).toBe(48);
    expect(titleOf(view, 'Low water')).toBe('48 % · Low water');
  });

  test('a stop says both numbers, and what is still being settled', () => {
    const stopped = { ...view, stage: 'stopped' as const, stopped: 2492, waiting: 0 };
    expect(stateLine(stopped, 'en')).toBe(
      'Stopped: 2,300 have it, 2,502 will not. 10 are still being handed over.',
    );
  });

  test.each([
    [10, 40, 'less than a minute'],
    [20, 90, 'less than 2 minutes'],
    [60, 60, 'about 1 minute'],
    [240, 350, 'about 4 to 6 minutes'],
    [7000, 14_000, 'about 1 to 4 hours'],
  ])('from %i to %i seconds is %s', (fromSeconds, toSeconds, words) => {
    expect(timeLeftWords({ fromSeconds, toSeconds })).toBe(words);
  });

  test('who waits for the hour in their own zone is named, and not as a failure', () => {
    const sending = {
      ...view,
      stage: 'sending' as const,
      ownHour: { readers: 1200, until: '8 January at 05:30' },
    };
    const words = renderToString(<ProgressFigures view={sending} language="en" />);
    expect(words).toMatch(
      /1,200\sreaders wait for the hour in their own zone; the last of them until 8 January at 05:30\./,
    );
    expect(words).not.toContain('check--warning');
  });

  test('a brake is told in words with the next try', () => {
    const braked = { ...view, brake: 'the relay takes no connections', nextTry: '07:12' };
    expect(brakeWords(braked)).toBe('The relay takes no connections. Next try 07:12.');
    expect(brakeWords(view)).toBeNull();
  });
});

describe('what can be done about a send', () => {
  const acts = (props: Partial<ProgressView>, maySend = true) =>
    renderToString(
      <ProgressActs view={{ ...view, ...props }} path="/e/1" csrf={csrf} language="en" maySend={maySend} />,
    );

  test('undo stands there while its window is open and no longer', () => {
    expect(acts({ stage: 'held', undoSecondsLeft: 12 })).toContain('action="/e/1/undo"');
    expect(acts({ stage: 'sending', undoSecondsLeft: 0 })).not.toContain('/undo');
  });

  test('rows in doubt get both buttons until somebody decided', () => {
    const html = acts({ inDoubt: 2, undecided: 2 });
    expect(html).toContain('value="resend"');
    expect(html).toContain('value="rest"');
    expect(acts({ inDoubt: 2, undecided: 0 })).not.toContain('/doubts');
  });

  test('who may not send sees no button', () => {
    expect(acts({ stage: 'held', undoSecondsLeft: 12 }, false)).toBe('');
  });
});

describe('the words of a test of two subjects', () => {
  const figures = { a: { accepted: 100, reacted: 9 }, b: { accepted: 98, reacted: 12 } };
  const result: SubjectTestResult = { winner: 'b', reason: 'more', by: null, decideBy: 'clicks', figures };

  test('say which won and upon what', () => {
    expect(resultWords(result, 'en')).toBe('B won: 12 of 98 clicked, against 9 of 100.');
    expect(resultWords({ ...result, reason: 'tie', winner: 'a' }, 'en')).toContain('So the rest gets A.');
    expect(resultWords({ ...result, reason: 'too few', winner: 'a' }, 'en')).toContain('Too few');
    expect(resultWords({ ...result, reason: 'stopped', figures: null }, 'en')).toContain('stopped');
    expect([30, 60, 90, 1440].map(waitWords)).toEqual(['30 minutes', '1 hour', '90 minutes', '24 hours']);
  });

  test('say that the rest waits, how long, and that nothing is late', () => {
    const arm = { subject: 'Low water', readers: 100, accepted: 100, reacted: 9 };
    const test: TestView = {
      stage: 'waiting',
      decideBy: 'clicks',
      waitMinutes: 60,
      decidesAt: '23 November, 14:02',
      heldUntil: null,
      arms: { a: arm, b: arm },
      rest: 800,
      result: null,
    };
    const testing = { ...view, audience: 1000, accepted: 200, refused: 0, waiting: 800, attempting: 0, test };
    expect(stateLine(testing, 'en')).toBe('Waiting for the better subject: 200 of 1,000 have theirs.');
    expect(testLine(test, 'en')).toContain('until 23 November, 14:02');
    expect(testLine({ ...test, stage: 'held', heldUntil: '07:00', result }, 'en')).toContain('at 07:00');
  });
});

describe('the inbox row', () => {
  test('marks where the words are cut', () => {
    expect(cutAt('abcdef', 4)).toEqual({ shown: 'abcd', lost: 'ef' });
    expect(cutAt('abcd', 4)).toEqual({ shown: 'abcd', lost: '' });
  });

  test('shows the first words of the mail when there is no preheader', () => {
    const html = renderToString(
      <InboxRow sender="Lantern" subject="Low water" preheader="" fallback="The ferry stops." time="06:00" />,
    );
    expect(html).toContain('inbox__line--fallback');
    expect(textOf(html)).toContain('The ferry stops.');
  });
});

describe('the composer', () => {
  const blocks: BlockDraft[] = [
    { kind: 'intro', text: 'Good <morning>' },
    { kind: 'story-card', article: 'ferry' },
    { kind: 'story-list', articles: ['seal', 'gone'] },
  ];
  const props: ComposerPageProps = {
    site,
    path: '/admin/editions/abc',
    newsletter: 'Morning',
    version: 3,
    draft: { subject: 'Low water', preheader: '', blocks, subjectTest: null },
    test: 'offered',
    saveState: 'Saved 14:02',
    options: {
      stories: [
        { slug: 'ferry', name: 'The last ferry' },
        { slug: 'seal', name: 'The seal' },
      ],
      newsletters: [],
      tiers: [{ slug: 'digital', name: 'Digital' }],
    },
    newStories: Array.from({ length: 2 }, (_, index) => ({ slug: `new-${index}`, name: `New ${index}` })),
    mostNew: 10,
    proof: { as: 'free', width: '375', src: '/admin/editions/abc/preview.html?as=free' },
    testAddress: 'ana@example.test',
    maySend: true,
    needsApproval: false,
    problems: [],
    inbox: { sender: 'Lantern', subject: 'Low water', preheader: '', fallback: '', time: '06:00' },
    checks: [],
  };

  test('is one form whose first button saves, so that Enter in a field never does more', () => {
    const html = renderToString(<ComposerPage {...props} />);
    const form = html.slice(html.indexOf('data-composer'));
    expect(/<button[^>]*>/.exec(form)?.[0]).toContain('value="save"');
    expect(form).toContain('Good &lt;morning');
  });

  test('keeps a story that is not there any more, so that saving does not lose it', () => {
    const html = renderToString(<ComposerPage {...props} />);
    expect(html).toContain('gone (not there any more)');
  });

  test('offers no move beyond the edges', () => {
    const html = renderToString(<ComposerPage {...props} />);
    expect(html).toContain('value="down 0"');
    expect(html).toContain('value="up 2"');
    expect(html).not.toContain('value="up 0"');
    expect(html).not.toContain('value="down 2"');
  });

  test('shows both texts when somebody else saved first', () => {
    const theirs = { subject: 'High water', preheader: 'Theirs', blocks: [] };
    const html = renderToString(<ComposerPage {...props} conflict={{ theirs, savedAt: 'saved 14:05' }} />);
    expect(textOf(html)).toContain('High water');
    expect(html).toContain('value="Low water"');
  });
});

describe('the send page', () => {
  const props: SendEditionPageProps = {
    site,
    path: '/admin/editions/abc',
    subject: 'Low water',
    test: null,
    newsletter: 'Morning',
    needsApproval: false,
    quietUntil: null,
    problems: [],
    later: { on: '2026-12-08', time: '07:00' },
    timeZone: 'Europe/London',
    sender: 'The Test Lantern <news@example.org>',
    reachable: 4812,
    leftOut: [
      { reason: 'pending', readers: 1, href: '/r' },
      { reason: 'left', readers: 30, href: '/r' },
    ],
    countedAt: '14:02 (Europe/London)',
    undoSeconds: 60,
    checks: [],
    refusal: [],
    version: 3,
    releaseKey: 'once',
  };

  test('says in one sentence what will happen, and on the button too', () => {
    const text = textOf(renderToString(<SendEditionPage {...props} />));
    expect(text).toContain('“Low water” goes to 4,812 readers of Morning');
    expect(text).toContain('Send to 4,812 readers now');
    expect(text).toContain('ever asked for it4,843');
  });

  test('has no button while something must be mended', () => {
    const checks = [
      { severity: 'blocking' as const, code: 'subject-empty', message: 'Empty.', anchor: 'subject' },
    ];
    const html = renderToString(<SendEditionPage {...props} checks={checks} />);
    expect(html).not.toContain('/release');
    expect(html).toContain('href="/admin/editions/abc#subject"');
  });
});
