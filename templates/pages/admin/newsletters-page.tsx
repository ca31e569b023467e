import { AdminFrame, type AdminSite } from './admin-frame.tsx';
import { DeskHead, grouped } from './parts.tsx';

export interface NewsletterRow {
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly frequency: string;
  readonly isOpen: boolean;
  /** Active or paused, and nothing keeps all mail from them. */
  readonly onList: number;
  readonly pending: number;
}

export interface NewslettersPageProps {
  readonly site: AdminSite;
  readonly rows: readonly NewsletterRow[];
  readonly mayChange: boolean;
}

/** What can be subscribed to, and how many do. */
export const NewslettersPage = ({ site, rows, mayChange }: NewslettersPageProps) => (
  <AdminFrame site={site} what="Newsletters" current="newsletters">
    <DeskHead title="Newsletters">
      {mayChange && (
        <a class="button" href="/admin/newsletters/new">
          Add a newsletter
        </a>
      )}
    </DeskHead>
    {rows.length === 0 ? (
      <p>No newsletter yet: readers need one to sign up for.</p>
    ) : (
      <table class="ruled">
        <caption class="visually-hidden">Newsletters in their order</caption>
        <thead>
          <tr>
            <th scope="col">Newsletter</th>
            <th scope="col">Comes</th>
            <th scope="col">Sign-ups</th>
            <th scope="col" class="figure">
              Readers on the list
            </th>
            <th scope="col" class="figure">
              Not confirmed
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.slug}>
              <th scope="row">
                <Name row={row} mayChange={mayChange} />
                <p class="hint">{row.promise}</p>
              </th>
              <td>{row.frequency}</td>
              <td>{row.isOpen ? 'Open' : 'Closed'}</td>
              <td class="figure" data-label="readers on the list">
                {grouped(row.onList, site.language)}
              </td>
              <td class="figure soft" data-label="not confirmed">
                {grouped(row.pending, site.language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </AdminFrame>
);

const Name = ({ row, mayChange }: { readonly row: NewsletterRow; readonly mayChange: boolean }) =>
  mayChange ? (
    <a class="ruled__link" href={`/admin/newsletters/${row.slug}`}>
      {row.name}
    </a>
  ) : (
    <>{row.name}</>
  );
