import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { ProgressActs, ProgressFigures } from './progress-panel.tsx';
import { type ProgressView, shareDone, titleOf } from './progress-view.ts';

export interface ProgressPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  readonly newsletter: string;
  /** "Started by Ana, 12 s ago". */
  readonly started: string;
  readonly view: ProgressView;
  readonly maySend: boolean;
}

/** A send as it happens. Without a script the page comes again every five seconds until it is over. */
export const ProgressPage = (props: ProgressPageProps) => {
  const { site, path, view } = props;
  const isOver = view.stage === 'finished' || (view.stage === 'stopped' && view.attempting === 0);
  return (
    <AdminFrame
      site={site}
      what={titleOf(view, props.subject)}
      current="editions"
      refreshSeconds={isOver ? undefined : 5}
    >
      <div
        class="edition-page"
        data-progress={isOver ? undefined : `${path}/progress/events`}
        data-stage={view.stage}
        data-share={shareDone(view)}
      >
        <p class="small">
          <a href="/admin/editions">Editions</a> <span aria-hidden="true">/</span> {props.newsletter}
        </p>
        <h1>{props.subject}</h1>
        <p class="soft" data-started>
          {props.started}
        </p>
        <div data-figures>
          <ProgressFigures view={view} language={site.language} />
        </div>
        <output class="visually-hidden" data-announce />
        <div data-acts>
          <ProgressActs
            view={view}
            path={path}
            csrf={site.csrf}
            language={site.language}
            maySend={props.maySend}
          />
        </div>
        <p>
          <a href={`${path}/receipt`}>The receipt, reader by reader</a> ·{' '}
          <a href={`${path}/preview`}>The mail</a>
        </p>
      </div>
    </AdminFrame>
  );
};
