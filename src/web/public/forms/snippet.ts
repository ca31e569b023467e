import { renderToString } from 'preact-render-to-string';
import { SnippetForm } from '../../../../templates/pages/reader/snippet-form.tsx';
import type { NewsroomForm } from '../../../audience/forms/newsroom-forms.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readFormBox } from './form-page.ts';

/** Plain markup on lines of its own, for people who paste it. */
const onLines = (markup: string): string =>
  markup
    .replace(/(?<=>)(?=<(?:p|fieldset|legend|output|\/form|\/fieldset)\b|<input type="hidden")/g, '\n')
    .replace(/ data-(doorstep|words|answer)="true"/g, ' data-$1')
    .replaceAll(' value/>', ' value=""/>');

/** A form as ordinary markup for any system: no style, no script, nothing that grows old but its words. */
export async function renderSnippet(setting: WebSetting, form: NewsroomForm): Promise<string> {
  const box = await readFormBox(setting, form, {});
  return onLines(
    renderToString(
      SnippetForm({
        action: `${setting.publicUrl}/signup`,
        form: form.slug,
        headline: box.headline,
        promise: box.promise,
        button: box.button ?? 'SIGN ME UP!',
        words: box.words,
        honeypot: box.honeypot,
        tier: box.tier,
        asksName: form.asksName,
        choices: box.choices,
      }),
    ),
  );
}
