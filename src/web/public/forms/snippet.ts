import { renderToString } from 'preact-render-to-string';
import { SnippetForm } from '../../../../templates/pages/reader/snippet-form.tsx';
import type { NewsroomForm } from '../../../audience/forms/newsroom-forms.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readFormBox } from './form-page.ts';
import { visitIn } from '../visit.ts';

/** Plain markup on lines of its own, for people who paste it. */
const onLines = (markup: string): string =>
  markup
    .replace(/(?<=>)(?=<(?:p|fieldset|legend|output|\/form|\/fieldset)\b|<input type="hidden")/g, '\n')
    .replace(/ data-(doorstep|words|answer)="true"/g, ' data-$1')
    .replaceAll(' value/>', ' value=""/>');

/**
 * A form as ordinary markup for any system: no style, no script, nothing that grows old but its words. It is kept by others,
 * so it speaks to everybody alike: in the language asked for, the form's, or the publication's.
 */
export async function renderSnippet(setting: WebSetting, form: NewsroomForm, language = ''): Promise<string> {
  const visit = await visitIn(setting, language || form.language);
  const box = await readFormBox(visit, form, {});
  return onLines(
    renderToString(
      SnippetForm({
        action: `${setting.publicUrl}/signup`,
        form: form.slug,
        language: visit.language,
        namesLanguage: visit.publication.otherLanguages.length > 0,
        headline: box.headline,
        promise: box.promise,
        button: box.button ?? visit.words.signUp.button,
        words: box.words,
        honeypot: box.honeypot,
        tier: box.tier,
        asksName: form.asksName,
        choices: box.choices,
      }),
    ),
  );
}
