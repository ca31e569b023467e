import type { ReaderCell } from '../../../../templates/pages/admin/readers-table.tsx';
import type { ChoiceOption } from '../../../../templates/pages/admin/fields.tsx';
import type { CustomField } from '../../../audience/custom-fields.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import type { ReaderLine } from '../../../segments/readers.ts';
import { dayMoment } from '../../moments.ts';

type Column = {
  readonly key: string;
  readonly text: string;
  readonly cell: (line: ReaderLine, publication: Publication) => ReaderCell;
};

const sourceOf = ({ articleSlug, form }: ReaderLine): string =>
  articleSlug === null ? (form ?? '') : `/articles/${articleSlug}`;

/** What a table of readers can show beside the address. */
const columns: readonly Column[] = [
  { key: 'name', text: 'Name', cell: ({ name }) => ({ kind: 'text', text: name ?? '' }) },
  {
    key: 'newsletters',
    text: 'Newsletters',
    cell: ({ subscriptions }) => ({ kind: 'subscriptions', subscriptions }),
  },
  { key: 'tier', text: 'Subscription', cell: ({ tiers }) => ({ kind: 'text', text: tiers.join(', ') }) },
  { key: 'tags', text: 'Tags', cell: ({ tags }) => ({ kind: 'text', text: tags.join(', ') }) },
  { key: 'source', text: 'Came by', cell: (line) => ({ kind: 'text', text: sourceOf(line) }) },
  {
    key: 'confirmed',
    text: 'Confirmed',
    cell: ({ confirmedAt }, publication) => ({
      kind: 'day',
      at: confirmedAt && dayMoment(confirmedAt, publication),
    }),
  },
  {
    key: 'last-mail',
    text: 'Last mail',
    cell: ({ lastMailAt }, publication) => ({
      kind: 'day',
      at: lastMailAt && dayMoment(lastMailAt, publication),
    }),
  },
  {
    key: 'since',
    text: 'Since',
    cell: ({ createdAt }, publication) => ({ kind: 'day', at: dayMoment(createdAt, publication) }),
  },
];

/** Shown when nobody has chosen. */
export const usualColumns: readonly string[] = ['name', 'newsletters', 'since'];

const fieldColumn = ({ slug, name }: CustomField): Column => ({
  key: `field-${slug}`,
  text: name,
  cell: ({ fields }) => ({ kind: 'text', text: fields[slug] ?? '' }),
});

const allColumns = (fields: readonly CustomField[]): readonly Column[] => [
  ...columns,
  ...fields.map(fieldColumn),
];

/** The keys of all columns in the order they stand in; a newsroom's own fields come last. */
export const columnKeys = (fields: readonly CustomField[]): readonly string[] =>
  allColumns(fields).map(({ key }) => key);

/** All columns as a form offers them. */
export const columnChoices = (fields: readonly CustomField[]): readonly ChoiceOption[] =>
  allColumns(fields).map(({ key, text }) => ({ value: key, text }));

/** The chosen columns in their order. */
export const columnsOf = (fields: readonly CustomField[], keys: readonly string[]): readonly Column[] =>
  allColumns(fields).filter(({ key }) => keys.includes(key));
