import type { Paging } from '../../../templates/pages/admin/parts.tsx';
import { textOf } from '../form-body.ts';

/** A number of ours that somebody sends back; undefined for anything that cannot be one. */
export const idOf = (form: unknown, name: string): number | undefined => {
  const text = textOf(form, name);
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

/** The id after which a page of a list goes on; undefined at its beginning. */
export const cursorOf = (query: unknown, name: string): number | undefined => idOf(query, name);

/** The addresses of the first page and of the one after, with what the list is narrowed to. */
export function pagingOf(
  path: string,
  filter: Readonly<Record<string, string>>,
  { isFirst, next }: { readonly isFirst: boolean; readonly next: Readonly<Record<string, string>> | null },
): Paging {
  const address = (more: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams(Object.entries({ ...filter, ...more }).filter(([, value]) => value));
    return query.size === 0 ? path : `${path}?${query.toString()}`;
  };
  return { first: isFirst ? null : address({}), next: next && address(next) };
}
