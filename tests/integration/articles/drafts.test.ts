import {
  editArticle,
  findArticle,
  findTakenBack,
  listArticles,
  listArticlesBySlug,
} from '../../../src/articles/articles.ts';
import {
  type Draft,
  beginDraft,
  countDrafts,
  findDraft,
  listDrafts,
  listRevisions,
  openDraft,
  restoreRevision,
  saveDraft,
} from '../../../src/articles/drafts/drafts.ts';
import {
  type Publication,
  publishDraft,
  publishDueDrafts,
  unscheduleDraft,
} from '../../../src/articles/drafts/publish-draft.ts';
import { type StoryContent, emptyContent } from '../../../src/articles/drafts/story-content.ts';
import { deleteDraft, takeStoryBack } from '../../../src/articles/drafts/take-back.ts';
import { importArticle } from '../../../src/articles/import-article.ts';
import { saveSection } from '../../../src/articles/sections.ts';
import { listActsOn } from '../../../src/staff/audit.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const ana = 'Ana Reyes';
const bea = 'Bea Ortiz';
const now = new Date('2026-11-30T09:00:00Z');

const written = (title: string, more: Partial<StoryContent> = {}): StoryContent => ({
  ...emptyContent,
  title,
  dek: 'It was close.',
  body: `${title}: the council **voted** late.\n\nNobody left before the end.`,
  ...more,
});
const begin = (title: string, more: Partial<StoryContent> = {}) =>
  beginDraft(database.db, written(title, more), ana);
const publish = ({ publicId, version }: Draft, more: Partial<Publication> = {}) =>
  publishDraft(database.db, {
    publicId,
    version,
    by: ana,
    now,
    at: null,
    withOpenMarks: false,
    over: false,
    ...more,
  });
async function reread({ publicId }: Draft): Promise<Draft> {
  const draft = await findDraft(database.db, { publicId });
  if (!draft) throw new Error('the draft is gone');
  return draft;
}
const save = async (draft: Draft, content: StoryContent, by = ana, kind: 'saved' | 'autosaved' = 'saved') =>
  saveDraft(database.db, { publicId: draft.publicId, version: draft.version, content, by, kind });
const publishDue = (at: Date) =>
  publishDueDrafts(database.db, at, (error) => {
    throw error;
  });

describe('a draft', () => {
  test('is no story before somebody publishes it', async () => {
    const draft = await begin('The vote');
    expect(await findArticle(database.db, 'the-vote')).toBeNull();
    expect((await listArticles(database.db, { limit: 50 })).articles).toEqual([]);
    expect((await countDrafts(database.db)).draft).toBe(1);

    expect(await publish(draft)).toEqual({ kind: 'published', slug: 'the-vote' });
    expect(await findArticle(database.db, 'the-vote')).toMatchObject({
      title: 'The vote',
      publishedAt: now,
      wordCount: 11,
      blocks: [
        { kind: 'paragraph', text: 'The vote: the council voted late.' },
        { kind: 'paragraph', text: 'Nobody left before the end.' },
      ],
    });
    expect((await countDrafts(database.db)).draft).toBe(0);
    expect((await listActsOn(database.db, 'article the-vote')).map(({ action }) => action)).toEqual([
      'published a story',
    ]);
  });

  test('that two write at once is overwritten by neither', async () => {
    const draft = await begin('Two desks');
    expect((await save(draft, written('Two desks', { dek: 'Ana’s.' }))).kind).toBe('saved');
    const late = await save(draft, written('Two desks', { dek: 'Bea’s.' }), bea);
    expect(late).toMatchObject({ kind: 'conflict', current: { content: { dek: 'Ana’s.' }, updatedBy: ana } });
    expect((await reread(draft)).content.dek).toBe('Ana’s.');
  });

  test('that is saved again as it is has no new version', async () => {
    const draft = await begin('The same');
    await save(draft, written('The same'));
    await save(draft, written('The same'), bea);
    expect((await reread(draft)).version).toBe(1);
  });

  test('that is gone cannot be saved', async () => {
    const gone = { ...(await begin('Gone')), publicId: 'nothing' };
    expect(await save(gone, written('Gone'))).toEqual({ kind: 'missing' });
    expect(await publish(gone)).toEqual({ kind: 'missing' });
  });

  test('keeps a revision of each save; what one person types in one sitting is one', async () => {
    let draft = await begin('Revisions');
    for (const dek of ['a', 'ab', 'abc']) {
      const saved = await save(draft, written('Revisions', { dek }), ana, 'autosaved');
      if (saved.kind !== 'saved') throw new Error(saved.kind);
      draft = saved.draft;
    }
    await save(draft, written('Revisions', { dek: 'Bea’s' }), bea, 'autosaved');
    const revisions = await listRevisions(database.db, draft.id, 10);
    expect(
      revisions.map(({ version, kind, savedBy, content }) => [version, kind, savedBy, content.dek]),
    ).toEqual([
      [5, 'autosaved', bea, 'Bea’s'],
      [4, 'autosaved', ana, 'abc'],
      [1, 'saved', ana, 'It was close.'],
    ]);
    const restored = await restoreRevision(database.db, draft.publicId, 4, bea);
    expect(restored).toMatchObject({ version: 6, content: { dek: 'abc' } });
    expect(await listRevisions(database.db, draft.id, 10)).toHaveLength(4);
    expect(await restoreRevision(database.db, draft.publicId, 2, bea)).toBeNull();
    expect(await findArticle(database.db, 'revisions')).toBeNull();
  });
});

describe('publishing', () => {
  test.each([
    ['title', { title: '' }],
    ['body', { body: '   ' }],
    ['body', { body: '```sign-up\n```' }],
    ['section', { section: 'nowhere' }],
    ['newsletter', { newsletter: 'nowhere' }],
    ['access', { access: 'tier' as const, leastTier: null }],
    ['slug', { slug: 'feeds' }],
    ['body', { body: 'Text ![A quay](https://example.test/quay.jpg)' }],
    ['body', { body: 'Text ![A quay](/media/nothing)' }],
  ])('is refused at its %s, and the draft stays', async (field, wrong) => {
    const draft = await begin('Refused', wrong);
    expect(await publish(draft)).toMatchObject({ kind: 'problems', problems: [{ field }] });
    expect(await reread(draft)).toEqual(draft);
    expect(await findArticle(database.db, 'refused')).toBeNull();
  });

  test('asks first where something is still to come', async () => {
    const draft = await begin('Open', {
      dek: 'TK people came',
      body: 'It cost TKTK. ATKINS paid. TODO: ask',
    });
    expect(await publish(draft)).toMatchObject({
      kind: 'open-marks',
      marks: [{ mark: 'TK' }, { mark: 'TKTK' }, { mark: 'TODO' }],
    });
    expect(await publish(draft, { withOpenMarks: true })).toMatchObject({ kind: 'published' });
  });

  test('of a version that is not the last is refused', async () => {
    const draft = await begin('Stale');
    await save(draft, written('Stale', { dek: 'Newer.' }), bea);
    expect(await publish(draft)).toMatchObject({ kind: 'conflict', current: { updatedBy: bea } });
  });

  test('the very text of another story names that one', async () => {
    expect((await publish(await begin('Twice', { slug: 'first' }))).kind).toBe('published');
    expect(await publish(await begin('Twice', { slug: 'second' }))).toMatchObject({
      problems: [{ field: 'body', message: 'This very text is out already, at /articles/first' }],
    });
  });

  test('changes a story that is out only when it is published again', async () => {
    await saveSection(database.db, { slug: 'harbour', name: 'Harbour', position: 1 });
    const draft = await begin('Slow news');
    await publish(draft);
    const opened = await reread(draft);
    const saved = await save(opened, { ...opened.content, title: 'Fast news', section: 'harbour' });
    if (saved.kind !== 'saved') throw new Error(saved.kind);
    expect((await findArticle(database.db, 'slow-news'))?.title).toBe('Slow news');
    expect(
      (await listDrafts(database.db, { states: ['changed'], limit: 9 })).map(({ title }) => title),
    ).toEqual(['Fast news']);
    expect(await publish(saved.draft)).toEqual({ kind: 'published', slug: 'slow-news' });
    expect(await findArticle(database.db, 'slow-news')).toMatchObject({
      title: 'Fast news',
      section: { slug: 'harbour' },
      publishedAt: now,
    });
  });
});

describe('an address', () => {
  test('that a story leaves leads on to it, and no other story takes it', async () => {
    const draft = await begin('Old name', { slug: 'old-name' });
    await publish(draft);
    const opened = await reread(draft);
    const saved = await save(opened, { ...opened.content, slug: 'new-name' });
    if (saved.kind !== 'saved') throw new Error(saved.kind);
    expect(await publish(saved.draft)).toEqual({ kind: 'published', slug: 'new-name' });
    expect((await findArticle(database.db, 'old-name'))?.slug).toBe('new-name');
    expect((await listArticlesBySlug(database.db, ['old-name'])).map(({ slug }) => slug)).toEqual([
      'old-name',
    ]);

    expect(await publish(await begin('Thief', { slug: 'old-name' }))).toMatchObject({
      problems: [{ field: 'slug' }],
    });
    const imported = await importArticle(database.db, { bytes: Buffer.from('Another.'), slug: 'old-name' });
    expect(imported).toMatchObject({ slug: 'old-name-2' });

    const again = await reread(draft);
    const back = await save(again, { ...again.content, slug: 'old-name' });
    if (back.kind !== 'saved') throw new Error(back.kind);
    expect(await publish(back.draft)).toEqual({ kind: 'published', slug: 'old-name' });
    expect((await findArticle(database.db, 'new-name'))?.slug).toBe('old-name');
  });

  test('of a headline that another story has gets a number', async () => {
    await publish(await begin('Number', { body: 'One.' }));
    expect(await publish(await begin('Number', { body: 'Two.' }))).toMatchObject({ slug: 'number-2' });
    expect(await publish(await begin('Drafts', { body: 'Three.' }))).toMatchObject({ slug: 'drafts-2' });
  });
});

describe('a story that came in another way', () => {
  async function imported(title: string): Promise<string> {
    const outcome = await importArticle(database.db, { bytes: Buffer.from(`${title}, it says.`), title });
    if (outcome.kind !== 'imported') throw new Error(outcome.message);
    return outcome.slug;
  }
  const facts = {
    byline: '',
    dek: '',
    sectionSlug: '',
    newsletterId: null,
    access: { level: 'everyone', leastTier: null, openParagraphs: 3, isMetered: true },
  } as const;

  test('is written on in one draft, whoever opens it', async () => {
    const slug = await imported('Pier');
    const first = await openDraft(database.db, slug, ana);
    const second = await openDraft(database.db, slug, bea);
    expect(first?.content).toMatchObject({ title: 'Pier', body: 'Pier, it says.', slug: 'pier' });
    expect(second?.publicId).toBe(first?.publicId);
    expect(await openDraft(database.db, 'nothing', ana)).toBeNull();
  });

  test('and was changed elsewhere meanwhile is not overwritten without a word', async () => {
    const slug = await imported('Quay');
    const draft = await openDraft(database.db, slug, ana);
    if (!draft) throw new Error('no draft');
    const saved = await save(draft, { ...draft.content, dek: 'Mine.' });
    if (saved.kind !== 'saved') throw new Error(saved.kind);
    await editArticle(database.db, slug, { ...facts, title: 'Quay, by its facts' });

    expect(await publish(saved.draft)).toMatchObject({
      kind: 'story-changed',
      theirs: { title: 'Quay, by its facts' },
    });
    expect((await findArticle(database.db, slug))?.dek).toBe('');
    expect(await publish(saved.draft, { over: true })).toMatchObject({ kind: 'published' });
    expect(await findArticle(database.db, slug)).toMatchObject({ title: 'Quay', dek: 'Mine.' });
    const titles = (await listRevisions(database.db, draft.id, 10)).map(({ content }) => content.title);
    expect(titles).toContain('Quay, by its facts');
  });

  test('is followed by a draft in which nobody wrote', async () => {
    const slug = await imported('Buoy');
    await openDraft(database.db, slug, ana);
    await editArticle(database.db, slug, { ...facts, title: 'Buoy, again' });
    const opened = await openDraft(database.db, slug, bea);
    expect(opened).toMatchObject({ content: { title: 'Buoy, again' }, version: 2, publishedVersion: 2 });
  });
});

describe('a story with a time', () => {
  const at = new Date('2026-12-01T06:00:00Z');

  test('comes out then, as it was when it was scheduled, and once', async () => {
    const draft = await begin('Dawn');
    expect(await publish(draft, { at })).toEqual({ kind: 'scheduled', at });
    const scheduled = await reread(draft);
    await save(scheduled, written('Dawn', { dek: 'Typed later.' }), ana, 'autosaved');
    expect(await publishDue(new Date(at.getTime() - 1))).toBe(0);
    expect(await findArticle(database.db, 'dawn')).toBeNull();

    const both = await Promise.all([publishDue(at), publishDue(at)]);
    expect(both.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await findArticle(database.db, 'dawn')).toMatchObject({ dek: 'It was close.', publishedAt: at });
    expect(await reread(draft)).toMatchObject({ publishAt: null, content: { dek: 'Typed later.' } });
    expect((await listActsOn(database.db, 'article dawn'))[0]).toMatchObject({ actor: ana });
  });

  test('whose time is over comes out at once', async () => {
    expect(await publish(await begin('Late'), { at: new Date(now.getTime() - 60_000) })).toMatchObject({
      kind: 'published',
    });
  });

  test('that is taken back stays a draft', async () => {
    const draft = await begin('Back');
    await publish(draft, { at });
    expect(await unscheduleDraft(database.db, draft.publicId, bea)).toBe(true);
    expect(await unscheduleDraft(database.db, draft.publicId, bea)).toBe(false);
    expect(await publishDue(at)).toBe(0);
    expect((await reread(draft)).publishedVersion).toBeNull();
  });

  test('and cannot come out says why, and keeps no other from its time', async () => {
    const broken = await begin('Broken', { body: 'Same words.', title: 'Same', slug: 'same-one' });
    const fine = await begin('Fine');
    await publish(broken, { at });
    await publish(fine, { at });
    await publish(await begin('Same', { body: 'Same words.', slug: 'same-two' }));
    expect(await publishDue(at)).toBe(1);
    expect((await reread(broken)).trouble).toBe(
      'It did not come out at its time. This very text is out already, at /articles/same-two.',
    );
    expect(await findArticle(database.db, 'fine')).not.toBeNull();
  });
});

describe('a story that is taken back', () => {
  const takeBack = async (slug: string) => {
    const outcome = await takeStoryBack(database.db, slug, { by: bea, now });
    if (outcome.kind !== 'taken-back') throw new Error(`${slug} is not out`);
    return outcome.draft;
  };

  test('is found nowhere, keeps its text as a draft, and says who did it', async () => {
    await publish(await begin('Bridge shut', { slug: 'bridge' }));
    const draft = await takeBack('bridge');
    expect(await findArticle(database.db, 'bridge')).toBeNull();
    expect(await listArticlesBySlug(database.db, ['bridge'])).toEqual([]);
    const shown = (await listArticles(database.db, { limit: 50 })).articles.map(({ slug }) => slug);
    expect(shown).not.toContain('bridge');
    expect(await findTakenBack(database.db, 'bridge')).toMatchObject({ by: bea, draft: draft.publicId });
    expect(await reread(draft)).toMatchObject({
      articleSlug: null,
      publishedVersion: null,
      takenBackAt: now,
    });
    expect(
      (await listDrafts(database.db, { states: ['taken-back'], limit: 9 })).map(({ title }) => title),
    ).toEqual(['Bridge shut']);
    expect((await listActsOn(database.db, 'article bridge'))[0]).toMatchObject({
      actor: bea,
      action: 'took a story back',
    });
    expect(await takeStoryBack(database.db, 'bridge', { by: bea, now })).toEqual({ kind: 'missing' });
  });

  test('comes out again at its old address with its old date, also after another headline', async () => {
    await publish(await begin('Lock stuck', { slug: 'lock' }));
    const draft = await takeBack('lock');
    const saved = await save(draft, { ...draft.content, title: 'Lock opened' });
    if (saved.kind !== 'saved') throw new Error('it was not saved');
    const later = new Date('2026-12-02T09:00:00Z');
    expect(await publish(saved.draft, { now: later })).toEqual({ kind: 'published', slug: 'lock' });
    expect(await findArticle(database.db, 'lock')).toMatchObject({ title: 'Lock opened', publishedAt: now });
    expect((await listActsOn(database.db, 'article lock'))[0]?.action).toBe('published a story again');
  });

  test('is not let out by a sheet that was open before, nor by the time it was given', async () => {
    const draft = await begin('Ferry late', { slug: 'ferry' });
    await publish(draft);
    const open = await reread(draft);
    const edited = await save(open, { ...open.content, dek: 'Later still.' });
    if (edited.kind !== 'saved') throw new Error('it was not saved');
    await publish(edited.draft, { at: new Date('2026-12-01T06:00:00Z') });
    const before = await reread(draft);
    await takeBack('ferry');
    expect((await publish(before)).kind).toBe('conflict');
    expect((await save(before, { ...before.content, dek: 'Mine.' })).kind).toBe('conflict');
    expect(await publishDue(new Date('2026-12-02T00:00:00Z'))).toBe(0);
    expect(await findArticle(database.db, 'ferry')).toBeNull();
    expect((await reread(draft)).content.dek).toBe('Later still.');
  });

  test('does not come back by another way in, and its address stays its own', async () => {
    const bytes = Buffer.from('The kiln is cold.\n\nNobody knows why.');
    await importArticle(database.db, { bytes, title: 'Kiln' });
    await takeBack('kiln');
    expect(await importArticle(database.db, { bytes, title: 'Kiln' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('taken back'),
    });
    const other = await importArticle(database.db, { bytes: Buffer.from('Another.'), title: 'Kiln' });
    expect(other).toMatchObject({ kind: 'imported', slug: 'kiln-2' });
    expect(await publish(await begin('Own', { slug: 'kiln' }))).toMatchObject({
      kind: 'problems',
      problems: [{ field: 'slug' }],
    });
  });
});

describe('deleting a draft', () => {
  const deleteIt = ({ publicId, version }: Draft) => deleteDraft(database.db, { publicId, version, by: bea });

  test('takes it away for good with its history, and says what it was', async () => {
    const draft = await begin('Never mind');
    expect((await deleteIt(draft)).kind).toBe('deleted');
    expect(await findDraft(database.db, { publicId: draft.publicId })).toBeNull();
    expect((await listActsOn(database.db, `draft ${draft.publicId}`))[0]).toMatchObject({
      actor: bea,
      action: 'deleted a draft',
      details: { headline: 'Never mind' },
    });
    expect(await deleteIt(draft)).toEqual({ kind: 'missing' });
    expect(await save(draft, written('Never mind, again'))).toEqual({ kind: 'missing' });
  });

  test('keeps what somebody wrote meanwhile, and the draft of a story that readers had', async () => {
    const draft = await begin('Busy');
    await save(draft, written('Busy', { dek: 'More.' }));
    expect((await deleteIt(draft)).kind).toBe('conflict');
    const published = await begin('Out', { slug: 'out' });
    await publish(published);
    expect((await deleteIt(await reread(published))).kind).toBe('has-story');
    await takeStoryBack(database.db, 'out', { by: bea, now });
    expect((await deleteIt(await reread(published))).kind).toBe('has-story');
  });
});
