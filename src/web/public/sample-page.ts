import type { Response } from 'express';
import { MessagePage } from '../../../templates/pages/reader/message-page.tsx';
import { sendPage } from '../send-page.ts';
import type { WebSetting } from '../web-setting.ts';
import { readSite } from './reader-site.ts';

const explanations = {
  unsubscribe: 'In a mail to a reader, this link opens the page on which that reader leaves the newsletter.',
  poll: 'In a mail to a reader, this link opens the page on which that reader gives this answer.',
  preferences:
    'In a mail to a reader, this link opens the page on which that reader changes what comes, and how often.',
};

/** What the personal links of a preview or a test mail open: it explains itself and can do nothing. */
export async function sendSample(
  setting: WebSetting,
  response: Response,
  kind: keyof typeof explanations,
): Promise<void> {
  const { site } = await readSite(setting);
  const sentences = [
    explanations[kind],
    'This one belongs to a preview or a test mail, so nothing can happen here.',
  ];
  sendPage(response, MessagePage({ site, title: 'This is a sample', sentences }));
}
