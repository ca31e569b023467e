import type { Response } from 'express';
import { standardTemplate } from '../../../../templates/email/layout.ts';
import { checkTemplate } from '../../../../templates/email/own/check-template.ts';
import type { Finding } from '../../../../templates/email/own/finding.ts';
import type { CheckLine } from '../../../../templates/pages/admin/editions/check-list.tsx';
import { TemplatePage } from '../../../../templates/pages/admin/mail-templates/template-page.tsx';
import { TemplatesPage } from '../../../../templates/pages/admin/mail-templates/templates-page.tsx';
import { diffTexts } from '../../../articles/drafts/word-diff.ts';
import { previewLook } from '../../../editions/preview-look.ts';
import { countByTemplate } from '../../../editions/count-by-template.ts';
import {
  type MailTemplate,
  findMailTemplate,
  listMailTemplates,
} from '../../../newsletters/mail-templates.ts';
import type { Newsletter } from '../../../newsletters/newsletter.ts';
import { readPublication } from '../../../newsletters/publication.ts';
import type { Db } from '../../../platform/db.ts';
import { textOf } from '../../form-body.ts';
import { clockMoment } from '../../moments.ts';
import { sendPage } from '../../send-page.ts';
import type { WebSetting } from '../../web-setting.ts';
import { readAdminSite } from '../admin-site.ts';
import { mailLightQuery, readMailLight } from '../mail-in-frame.ts';

const notices: Readonly<Record<string, string>> = {
  kept: 'Kept. Look at it at both widths, at night and without pictures, then put it in force.',
  same: 'Nothing is new in it: this is the version that says the same.',
  used: 'It is in force: drafts use it now. What was released before keeps the template it had.',
  standard: 'Drafts use the standard template now. What was released before keeps the template it had.',
};

/** A version, or the standard template, which has no number. */
export type ShownVersion = {
  readonly number: number | null;
  readonly source: string;
  readonly saved: MailTemplate | null;
};

/** The version an address names: its number or `standard`; null when there is none. */
export async function readVersion(
  db: Db,
  newsletterId: number,
  named: unknown,
): Promise<ShownVersion | null> {
  if (named === 'standard') return { number: null, source: await standardTemplate('edition'), saved: null };
  const found =
    typeof named === 'string' && /^[1-9]\d{0,8}$/.test(named)
      ? await findMailTemplate(db, newsletterId, Number(named))
      : null;
  return found && { number: found.version, source: found.source, saved: found };
}

const lineOf = ({ severity, code, line, message }: Finding): CheckLine => ({
  severity: severity === 'error' ? 'blocking' : 'warning',
  code,
  message: `Line ${line}: ${message}.`,
});

type ListShown = {
  /** How the visitor came here. */
  readonly done?: string;
  readonly draft?: { readonly source: string; readonly note: string };
  /** The field that is at fault. */
  readonly field?: 'source' | 'file';
  readonly errors?: readonly Finding[];
  readonly problem?: string;
};

/** What the two pages of templates show. */
export function createTemplateViews(setting: WebSetting) {
  const { db, publicUrl } = setting;

  async function sendList(
    response: Response,
    { id, slug, name }: Newsletter,
    { done = '', draft, field, errors = [], problem }: ListShown,
  ): Promise<void> {
    const [site, publication, versions, editions] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      listMailTemplates(db, id),
      countByTemplate(db, id),
    ]);
    const first = errors[0] && `It cannot be used yet. Line ${errors[0].line}: ${errors[0].message}`;
    const message = problem ?? first;
    const page = TemplatesPage({
      site,
      slug,
      name,
      versions: versions.map(({ version, note, savedBy, savedAt, isInForce }) => ({
        version,
        note,
        by: savedBy,
        at: clockMoment(savedAt, publication),
        isInForce,
        editions: editions.get(version) ?? 0,
      })),
      draft: draft ?? { source: '', note: '' },
      findings: errors.map(lineOf),
      notice: notices[done],
      problems: message === undefined ? [] : [{ field: field ?? 'source', message }],
    });
    sendPage(response, page, message === undefined ? 200 : 422);
  }

  /** What it is laid beside unless somebody chose: the version before it, or the standard template. */
  async function readBeside(newsletterId: number, { number }: ShownVersion, chosen: string) {
    const versions = await listMailTemplates(db, newsletterId);
    const others = versions.filter(({ version }) => version !== number);
    const options = [
      ...others.map(({ version }) => ({ value: String(version), text: `Version ${version}` })),
      ...(number === null ? [] : [{ value: 'standard', text: 'The standard template' }]),
    ];
    const before = others.find(({ version }) => number === null || version < number)?.version;
    const usual = before === undefined ? 'standard' : String(before);
    const value = options.some((option) => option.value === chosen) ? chosen : usual;
    return { value, options, other: await readVersion(db, newsletterId, value) };
  }

  async function sendVersion(
    response: Response,
    newsletter: Newsletter,
    version: ShownVersion,
    query: unknown,
    status = 200,
  ): Promise<void> {
    const [site, publication, { errors, warnings }, beside] = await Promise.all([
      readAdminSite(setting, response),
      readPublication(db),
      checkTemplate(version.source, publicUrl),
      readBeside(newsletter.id, version, textOf(query, 'beside')),
    ]);
    const preview = errors.length > 0 ? null : await previewLook(db, publicUrl, newsletter, version.number);
    const { saved } = version;
    const page = TemplatePage({
      site,
      slug: newsletter.slug,
      name: newsletter.name,
      version: saved && {
        number: saved.version,
        note: saved.note,
        by: saved.savedBy,
        at: clockMoment(saved.savedAt, publication),
      },
      isInForce: newsletter.templateVersion === version.number,
      checks: [...errors, ...warnings].map(lineOf),
      notice: notices[textOf(query, 'done')],
      light: readMailLight(query),
      lightQuery: mailLightQuery(readMailLight(query)),
      text: preview?.text ?? null,
      source: version.source,
      beside: {
        value: beside.value,
        options: beside.options,
        parts: diffTexts(beside.other?.source ?? '', version.source),
      },
    });
    sendPage(response, page, status);
  }

  return { sendList, sendVersion };
}
