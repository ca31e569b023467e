import { AdminFrame, type AdminSite } from '../admin-frame.tsx';
import { ProofFrame } from './proof.tsx';

export interface TiersPageProps {
  readonly site: AdminSite;
  readonly path: string;
  readonly subject: string;
  /** One for each tier, the free one first. */
  readonly proofs: ReadonlyArray<{ readonly name: string; readonly src: string }>;
}

/** The edition as the readers of each tier get it, side by side. */
export const TiersPage = ({ site, path, subject, proofs }: TiersPageProps) => (
  <AdminFrame site={site} what={`By subscription: ${subject}`} current="editions">
    <div class="edition-page edition-page--wide">
      <p class="small">
        <a href={`${path}/preview`}>Back to the preview</a>
      </p>
      <h1>{subject === '' ? 'No subject yet' : subject}</h1>
      <div class="preview-frames">
        {proofs.map(({ name, src }, index) => (
          <section key={name} aria-labelledby={`tier-${index}`}>
            <h2 class="kicker" id={`tier-${index}`}>
              {name}
            </h2>
            <ProofFrame src={src} width="375" title={`The mail for readers of ${name}`} />
          </section>
        ))}
      </div>
    </div>
  </AdminFrame>
);
