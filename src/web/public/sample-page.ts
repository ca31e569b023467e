import type { Response } from 'express';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readSite } from './reader-site.ts';
import { visitOf } from './visit.ts';

/** What the personal links of a preview or a test mail open: it explains itself and can do nothing. */
export async function sendSample(
  setting: WebSetting,
  response: Response,
  kind: 'unsubscribe' | 'preferences' | 'poll',
): Promise<void> {
  const visit = await visitOf(setting, response);
  const { site } = await readSite(visit);
  const { sample } = visit.words;
  sendPage(response, MessagePage({ site, title: sample.title, sentences: [sample[kind], sample.text] }));
}
