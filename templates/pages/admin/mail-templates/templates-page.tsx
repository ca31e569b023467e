import { placeholders, sections } from '../../../email/own/placeholders.ts';
import { Notice } from '../../reader/notice.tsx';
import { ActButton, HiddenFields, PostForm } from '../../reader/post-form.tsx';
import { ErrorSummary, type FieldProblem } from '../../reader/problems.tsx';
import type { Moment } from '../../reader/site.ts';
import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { type CheckLine, CheckList } from '../editions/check-list.tsx';
import { FileInput, Input, TextArea } from '../fields.tsx';
import { DeskHead, Part, When, counted } from '../parts.tsx';

export interface TemplateLine {
  readonly version: number;
  readonly note: string;
  readonly by: string;
  readonly at: Moment;
  readonly isInForce: boolean;
  /** How many editions were released with it. */
  readonly editions: number;
}

export interface TemplatesPageProps {
  readonly site: AdminSite;
  readonly slug: string;
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly TemplateLine[];
  /** What was handed in and refused, as it stood. */
  readonly draft: { readonly source: string; readonly note: string };
  /** What is wrong with it, line by line. */
  readonly findings: readonly CheckLine[];
  readonly notice?: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** The versions of a newsletter's own template, and the way to hand in another. */
export const TemplatesPage = (props: TemplatesPageProps) => {
  const { site, slug, name, versions, notice, problems } = props;
  const path = `/admin/newsletters/${slug}/template`;
  const inForce = versions.find(({ isInForce }) => isInForce);
  return (
    <AdminFrame
      site={site}
      what={`Template of ${name}`}
      current="newsletters"
      hasProblem={problems.length > 0}
    >
      <DeskHead title="Template" kicker={<a href={`/admin/newsletters/${slug}`}>{name}</a>}>
        {inForce !== undefined && (
          <ActButton
            post={{ action: `${path}/standard/use`, hidden: [site.csrf] }}
            class="button button--quiet"
          >
            Go back to the standard template
          </ActButton>
        )}
      </DeskHead>
      {notice !== undefined && <Notice kind="good">{notice}</Notice>}
      <ErrorSummary problems={problems} />
      {props.findings.length > 0 && (
        <Part id="findings" title="What has to be mended">
          <CheckList checks={props.findings} />
        </Part>
      )}
      <p>
        {inForce === undefined ? (
          <>
            Editions use <a href={`${path}/standard`}>the standard template</a>, in the{' '}
            <a href={`/admin/newsletters/${slug}/look`}>look</a> of the newsletter.
          </>
        ) : (
          <>
            Drafts use <a href={`${path}/${inForce.version}`}>version {inForce.version}</a>. An edition keeps
            the version it was released with.
          </>
        )}
      </p>
      {versions.length > 0 && <Versions path={path} versions={versions} language={site.language} />}
      <HandIn {...props} path={path} />
      <WhatThereIs />
    </AdminFrame>
  );
};

const Versions = ({
  path,
  versions,
  language,
}: Pick<TemplatesPageProps, 'versions'> & { readonly path: string; readonly language: string }) => (
  <Part id="versions" title="Versions">
    <table class="ruled">
      <caption class="visually-hidden">Versions, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Why</th>
          <th scope="col">By</th>
          <th scope="col">Sent with it</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ version, note, by, at, isInForce, editions }) => (
          <tr key={version}>
            <th scope="row">
              <a class="ruled__link" href={`${path}/${version}`}>
                Version {version}
              </a>
              {isInForce && <b> in force</b>}
            </th>
            <td>{note}</td>
            <td>{by}</td>
            <td>{editions === 0 ? 'not sent yet' : counted(editions, 'edition', language)}</td>
            <td class="soft">
              <When at={at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Part>
);

const HandIn = ({
  site,
  path,
  draft,
  problems,
  versions,
}: TemplatesPageProps & { readonly path: string }) => (
  <Part id="new" title={versions.length === 0 ? 'A template of your own' : 'A new version'}>
    <p class="soft">
      A template is one MJML file. Begin with{' '}
      <a href={`${path}/standard/template.mjml`}>the standard template as a file</a>. It is checked, kept as a
      version, and shown to you; editions use it once you put it in force.
    </p>
    <div class="template-ways">
      <form
        method="post"
        action={`${path}/file`}
        enctype="multipart/form-data"
        class="stack narrow"
        novalidate
      >
        <HiddenFields fields={[site.csrf]} />
        <h3>Hand in a file</h3>
        <Input
          name="note"
          id="file-note"
          label="What is new in it"
          hint="For those who look at the versions later. It may stay empty."
          value=""
          maxlength={200}
        />
        <FileInput
          name="file"
          label="The file"
          hint="MJML, at most 60,000 characters."
          accept=".mjml,.xml,.txt"
          problems={problems}
        />
        <div class="act">
          <button class="button" type="submit">
            Check and keep the file
          </button>
        </div>
      </form>
      <PostForm post={{ action: path, hidden: [site.csrf] }} class="stack template-source">
        <h3>Or paste it</h3>
        <div class="narrow">
          <Input name="note" label="What is new in it" value={draft.note} maxlength={200} />
        </div>
        <TextArea
          name="source"
          label="The template"
          rows={draft.source === '' ? 10 : 30}
          value={draft.source}
          problems={problems}
        />
        <div class="act">
          <button class="button button--quiet" type="submit">
            Check and keep what is pasted
          </button>
        </div>
      </PostForm>
    </div>
  </Part>
);

const places = {
  words: 'in words',
  href: 'as href',
  src: 'as src of an img',
  measure: 'as width or height of an img',
} as const;

const WhatThereIs = () => (
  <Part id="placeholders" title="Placeholders">
    <p class="soft">
      A template gets these and nothing else about a reader; what is filled in is escaped.{' '}
      <code>{'{{blocks}}'}</code> stands once, between sections, where the stories go.
    </p>
    <details>
      <summary>All placeholders</summary>
      <table class="ruled">
        <caption class="visually-hidden">Placeholders</caption>
        <thead>
          <tr>
            <th scope="col">Placeholder</th>
            <th scope="col">What it becomes</th>
            <th scope="col">Where it stands</th>
          </tr>
        </thead>
        <tbody>
          {placeholders.map(({ name, what, use, within, isNeeded }) => (
            <tr key={name}>
              <th scope="row">
                <code>{`{{${name}}}`}</code>
              </th>
              <td>
                {what}
                {isNeeded === true && <b> (every template has it)</b>}
              </td>
              <td class="soft">
                {places[use]}
                {within !== undefined && `, between {{#${within}}} and {{/${within}}}`}
              </td>
            </tr>
          ))}
          {sections.map(({ name, what }) => (
            <tr key={`#${name}`}>
              <th scope="row">
                <code>{`{{#${name}}}…{{/${name}}}`}</code>
              </th>
              <td>what stands between, {what}</td>
              <td class="soft">within one element</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  </Part>
);
