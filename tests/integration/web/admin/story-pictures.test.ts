import sharp from 'sharp';
import { findArticle } from '../../../../src/articles/articles.ts';
import { findDraft } from '../../../../src/articles/drafts/drafts.ts';
import { encodePicture } from '../../../../src/platform/encode-picture.ts';
import { findPicture, measurePictures } from '../../../../src/platform/media.ts';
import { readPictureHead } from '../../../../src/platform/picture-head.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

const quay = () => sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#284e7d' } });
const photo = () =>
  quay()
    .withExif({ IFD0: { Copyright: 'secret camera 1234' }, IFD3: { GPSLatitude: '54/1 0/1 0/1' } })
    .jpeg()
    .toBuffer();

async function begin(title: string) {
  const bea = await editors.signedIn('reporter');
  const saved = await bea.submit('/admin/stories/new', 'new', {
    title,
    body: `${title} was seen.`,
    act: 'save',
  });
  const path = saved.get('Location') ?? '';
  const id = path.split('/').at(-1) ?? '';
  const upload = async (
    bytes: Buffer,
    fields: Readonly<Record<string, string>> = {},
    more: { csrf?: string; accept?: string } = {},
  ) => {
    const form = await bea.formAt(`${path}/pictures`, 'pictures');
    const csrf = more.csrf ?? form.fields.find(([name]) => name === 'csrf')?.[1] ?? '';
    return bea.upload(`${path}/pictures`, { csrf, ...fields }, bytes, more.accept);
  };
  return { bea, path, id, upload };
}

test('a picture on top is made anew in three widths, and a phone is told of them', async () => {
  const { bea, path, id, upload } = await begin('Lamp');
  const done = await upload(await photo(), { place: 'top', alt: 'A lamp', caption: 'At six', credit: 'Bea' });
  expect([done.status, done.get('Location')]).toEqual([303, `${path}?done=picture`]);
  const mediaId = (await findDraft(app.db, { publicId: id }))?.content.picture?.mediaId ?? '';
  const [measure] = await measurePictures(app.db, [mediaId]);
  expect(measure).toMatchObject({ width: 1600, height: 800 });
  expect(measure?.narrower.map(({ width }) => width)).toEqual([480, 960]);
  const kept = await findPicture(app.db, mediaId);
  expect(kept?.contentType).toBe('image/jpeg');
  expect(kept?.bytes.includes('secret camera')).toBe(false);
  expect((await sharp(kept?.bytes).metadata()).exif).toBeUndefined();

  await bea.submit(path, id, { act: 'publish' });
  expect(await findArticle(app.db, 'lamp')).toMatchObject({ picture: { alt: 'A lamp', caption: 'At six' } });
  const page = (await app.visitor().get('/articles/lamp')).text;
  expect(page).toMatch(/srcset="\/media\/\w+ 480w, \/media\/\w+ 960w, \/media\/\w+ 1600w"/);
});

test('one in the text stands at its end, and a word about it is asked for before readers see it', async () => {
  const { bea, path, id, upload } = await begin('Buoy');
  await upload(await photo(), { place: 'text' });
  const { content } = (await findDraft(app.db, { publicId: id })) ?? {};
  expect(content?.body).toMatch(/^Buoy was seen\.\n\n!\[\]\(\/media\/\w+\)$/);
  expect((await bea.get(`${path}/pictures`)).text).toContain('Nobody has said yet what it shows');

  const refused = await bea.submit(path, id, { act: 'publish' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="body-problem"');
  const body = content?.body.replace('![]', '![decoration]') ?? '';
  expect((await bea.submit(path, id, { body, act: 'publish' })).status).toBe(303);
  const block = (await findArticle(app.db, 'buoy'))?.blocks.find(({ kind }) => kind === 'picture');
  expect(block).toMatchObject({ alt: '', width: 1600, height: 800 });
  expect((await app.visitor().get('/articles/buoy')).text).toMatch(/ alt(?:="")? width="1600"/);
});

test('the picture on top needs its word too', async () => {
  const { bea, path, id, upload } = await begin('Undecided');
  await upload(await photo(), { place: 'top' });
  const refused = await bea.submit(path, id, { act: 'publish' });
  expect(refused.text).toContain('id="pictureAlt-problem"');
  expect((await bea.submit(path, id, { pictureIsDecoration: 'yes', act: 'publish' })).status).toBe(303);
});

test('a script gets the address, and the draft is left alone', async () => {
  const { id, upload } = await begin('Dropped');
  const answer = await upload(await photo(), {}, { accept: 'application/json' });
  expect(answer.body).toEqual({ src: expect.stringMatching(/^\/media\/[a-z0-9]+$/) });
  expect((await findDraft(app.db, { publicId: id }))?.version).toBe(1);
  const refused = await upload(Buffer.from('no picture'), {}, { accept: 'application/json' });
  expect([refused.status, refused.body]).toEqual([
    422,
    { problem: 'This is no picture we can take: please choose a JPEG, PNG, WebP or GIF' },
  ]);
});

const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'.padEnd(200),
);

/** A PNG of a few bytes that says it is as large as a town. */
async function bomb(): Promise<Buffer> {
  const bytes = await quay().png().toBuffer();
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return bytes;
}

test.each([
  ['a drawing with a script', () => Promise.resolve(svg)],
  ['a text', () => Promise.resolve(Buffer.from('hello'))],
  [
    'a page that calls itself a picture',
    () => Promise.resolve(Buffer.from(`GIF89a<script>${'x'.repeat(200)}`)),
  ],
  ['a pixel bomb', bomb],
  ['half a picture', async () => (await photo()).subarray(0, 900)],
  ['an empty file', () => Promise.resolve(Buffer.alloc(0))],
  ['more than 15 MB', () => Promise.resolve(Buffer.alloc(15 * 1024 * 1024 + 1))],
])('%s is refused, and the draft stays as it is', async (_what, make) => {
  const { id, upload } = await begin('Refused');
  const refused = await upload(await make(), { place: 'text', alt: 'Kept words' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('id="file-problem"');
  expect(refused.text).toContain('Kept words');
  expect((await findDraft(app.db, { publicId: id }))?.version).toBe(1);
});

test('a post without the token of the page, and words that are too long, are refused', async () => {
  const { id, upload } = await begin('Token');
  expect((await upload(await photo(), {}, { csrf: 'forged' })).status).toBe(422);
  expect((await upload(await photo(), { alt: 'x'.repeat(301) })).text).toContain('id="alt-problem"');
  expect((await findDraft(app.db, { publicId: id }))?.version).toBe(1);
});

test('a drawing with see-through parts stays one; a sideways photograph stands upright', async () => {
  const drawing = await sharp({ create: { width: 600, height: 300, channels: 4, background: '#0000' } })
    .png()
    .toBuffer();
  const seeThrough = await encodePicture(drawing);
  if (seeThrough.kind !== 'encoded') throw new Error(seeThrough.message);
  expect(seeThrough.files.map(({ contentType, width }) => [contentType, width])).toEqual([
    ['image/png', 600],
    ['image/png', 480],
  ]);
  const sideways = await sharp({ create: { width: 400, height: 200, channels: 3, background: 'red' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const upright = await encodePicture(sideways);
  if (upright.kind !== 'encoded') throw new Error(upright.message);
  expect(readPictureHead(upright.files[0].bytes)).toMatchObject({ width: 200, height: 400 });
});
