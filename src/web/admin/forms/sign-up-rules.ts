import { type Response, type Router, Router as createRouter } from 'express';
import {
  type SignUpRulesDraft,
  SignUpRulesPage,
} from '../../../../templates/pages/admin/sign-up-rules-page.tsx';
import type { FieldProblem } from '../../../../templates/pages/reader/problems.tsx';
import { findAlarm } from '../../../audience/guard/alarm.ts';
import {
  readSignUpSetting,
  saveSignUpSetting,
  signUpSettingForm,
} from '../../../audience/guard/sign-up-setting.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import { recordAct } from '../../../staff/audit.ts';
import { textOf } from '../../form-body.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { formProblems } from '../form-problems.ts';
import { sessionOf } from '../staff-door.ts';
import { alarmWords } from './alarm-words.ts';

const readDraft = (body: unknown): SignUpRulesDraft => ({
  proofOfWork: textOf(body, 'proofOfWork') !== '',
  workBits: textOf(body, 'workBits'),
  leastSeconds: textOf(body, 'leastSeconds'),
  disposable: textOf(body, 'disposable'),
  roleAddresses: textOf(body, 'roleAddresses'),
  ownDomains: textOf(body, 'ownDomains'),
  sites: textOf(body, 'sites'),
  alarmFloor: textOf(body, 'alarmFloor'),
  alarmTimes: textOf(body, 'alarmTimes'),
});

/** `/admin/settings/sign-up`: how sign-ups are guarded. */
export function createSignUpRulesRouter(setting: WebSetting): Router {
  const { db } = setting;
  const router = createRouter();

  type Shown = { problems?: readonly FieldProblem[]; notice?: string | undefined };

  const send = async (
    response: Response,
    draft: SignUpRulesDraft,
    { problems = [], notice }: Shown,
  ): Promise<void> => {
    const [site, alarm, publication] = await Promise.all([
      readAdminSite(setting, response),
      findAlarm(db),
      readPublication(db),
    ]);
    const words = alarm ? alarmWords(alarm, publication) : undefined;
    const page = SignUpRulesPage({ site, draft, alarm: words, notice, problems });
    sendPage(response, page, problems.length > 0 ? 422 : 200);
  };

  router.get('/', async (request, response) => {
    const rules = await readSignUpSetting(db);
    const draft = {
      ...rules,
      workBits: String(rules.workBits),
      leastSeconds: String(rules.leastSeconds),
      alarmFloor: String(rules.alarmFloor),
      alarmTimes: String(rules.alarmTimes),
      ownDomains: rules.ownDomains.join('\n'),
      sites: rules.sites.join('\n'),
    };
    const notice =
      textOf(request.query, 'done') === 'saved' ? 'Saved: it counts from the next sign-up on.' : undefined;
    await send(response, draft, { notice });
  });

  router.post('/', async (request, response) => {
    const draft = readDraft(request.body);
    const form = signUpSettingForm.safeParse(draft);
    if (!form.success) return send(response, draft, { problems: formProblems(form.error) });
    await db.transaction().execute(async (tx) => {
      await saveSignUpSetting(tx, form.data);
      const actor = sessionOf(response).staff.name;
      await recordAct(tx, { actor, action: 'changed how sign-ups are guarded', details: form.data });
    });
    return response.redirect(303, '/admin/settings/sign-up?done=saved');
  });
  return router;
}
