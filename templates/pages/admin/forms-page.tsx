import type { AdminSite } from './admin-frame.tsx';
import { grouped } from './parts.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export interface FormRow {
  readonly slug: string;
  readonly name: string;
  /** Where it stands, in words. */
  readonly stands: string;
  readonly isEnabled: boolean;
  readonly asked: number;
  readonly confirmed: number;
}

export interface FormsPageProps {
  readonly site: AdminSite;
  readonly rows: readonly FormRow[];
  /** Sign-ups that came from our own pages, or from forms others made. */
  readonly others: ReadonlyArray<{
    readonly name: string;
    readonly asked: number;
    readonly confirmed: number;
  }>;
  readonly notice?: string | undefined;
}

/** Where readers sign up, and what each place earns. */
export const FormsPage = ({ site, rows, others, notice }: FormsPageProps) => (
  <SettingsFrame site={site} current="Forms" notice={notice}>
    <p>
      A form has its own words and fields. Whoever signs up with it is counted for it, from the confirmation
      to the payment.
    </p>
    <table class="ruled">
      <caption class="visually-hidden">Forms, with the sign-ups of the last thirty days</caption>
      <thead>
        <tr>
          <th scope="col">Form</th>
          <th scope="col">Where it stands</th>
          <th scope="col" class="figure">
            Asked in 30 days
          </th>
          <th scope="col" class="figure">
            Confirmed
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.slug}>
            <th scope="row">
              <a class="ruled__link" href={`/admin/settings/forms/${row.slug}`}>
                {row.name}
              </a>
              {!row.isEnabled && <p class="hint">Closed</p>}
            </th>
            <td>{row.stands}</td>
            <td class="figure">{grouped(row.asked, site.language)}</td>
            <td class="figure">{grouped(row.confirmed, site.language)}</td>
          </tr>
        ))}
        {others.map(({ name, asked, confirmed }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="soft">A page of ours</td>
            <td class="figure">{grouped(asked, site.language)}</td>
            <td class="figure">{grouped(confirmed, site.language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p class="act">
      <a class="button" href="/admin/settings/forms/new">
        Add a form
      </a>
    </p>
  </SettingsFrame>
);
