import type { FormCodes } from '../../../../templates/pages/admin/form-page.tsx';
import { type NewsroomForm, findFirstSignUp } from '../../../audience/forms/newsroom-forms.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { clockMoment } from '../../moments.ts';
import { renderSnippet } from '../../public/forms/snippet.ts';
import type { WebSetting } from '../../web-setting.ts';

/** What there is to paste of a form. Slugs hold nothing that markup could trip over. */
export async function readFormCodes(setting: WebSetting, form: NewsroomForm): Promise<FormCodes> {
  const { db, publicUrl } = setting;
  const [snippet, firstSignUp, publication] = await Promise.all([
    renderSnippet(setting, form),
    findFirstSignUp(db, form.slug),
    readPublication(db),
  ]);
  return {
    href: `${publicUrl}/forms/${form.slug}`,
    snippet: `${snippet}\n<script src="${publicUrl}/embed.js" async></script>`,
    script: `<script src="${publicUrl}/embed.js?form=${form.slug}" data-article="" async></script>`,
    frame: `<iframe src="${publicUrl}/embed/${form.slug}" title="Sign up" width="100%" height="${form.showsChoices ? 900 : 340}" loading="lazy"></iframe>`,
    firstSignUp: firstSignUp && clockMoment(firstSignUp, publication),
  };
}
