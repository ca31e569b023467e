import {
  editArticle,
  findArticle,
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
