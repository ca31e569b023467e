import { sql } from 'kysely';
import { came, growthDays } from '../../audience/growth.ts';
import type { Db } from '../../platform/db.ts';

/** Spans a page counts by. */
export type Span = 'day' | 'week' | 'month';

/** Readers who came onto the list or went from it in one span; its first day as `2026-11-30`. */
export type GrowthLine = {
  readonly from: string;
  readonly confirmed: number;
  readonly imported: number;
  readonly returned: number;
  readonly left: number;
  readonly keptBack: number;
  readonly erased: number;
  readonly undone: number;
};

/** The day in the newsroom now, as `2026-11-30`. */
export async function readToday(db: Db): Promise<string> {
  const { rows } = await sql<{ today: string }>`select newsroom_day(now())::text as today`.execute(db);
  return rows[0]?.today ?? '';
}

/**
 * So many spans up to today, the oldest first, quiet ones too.
 * @param newsletterId 0: the paper as a whole
 */
export async function listGrowth(
  db: Db,
  { newsletterId, span, spans }: { newsletterId: number; span: Span; spans: number },
): Promise<readonly GrowthLine[]> {
  const of = (kind: string) => sql`coalesce(sum(readers) filter (where kind = ${kind}), 0)::integer`;
  const step = sql`(${`1 ${span}`}::text)::interval`;
  const { rows } = await sql<GrowthLine>`
    with span as (
      select generate_series(
        date_trunc(${span}::text, newsroom_day(now())::timestamp) - ${spans - 1}::integer * ${step},
        date_trunc(${span}::text, newsroom_day(now())::timestamp), ${step})::date as first_day
    ),
    counted as (
      select date_trunc(${span}::text, day::timestamp)::date as first_day, kind, readers from (${growthDays}) as line
      where newsletter_id = ${newsletterId} and day >= (select min(first_day) from span)
    )
    select first_day::text as from, ${of('confirmed')} as confirmed, ${of('imported')} as imported,
      ${of('returned')} as returned, ${of('left')} as "left", ${of('kept back')} as "keptBack", ${of('erased')} as erased,
      ${of('undone')} as undone
    from span left join counted using (first_day) group by first_day order by first_day
  `.execute(db);
  return rows;
}

/** What earned readers. An empty form or story: none is known. */
export type SourceLine = {
  readonly form: string;
  readonly formName: string | null;
  readonly articleSlug: string;
  readonly articleTitle: string | null;
  readonly came: number;
  readonly stayed: number;
};

/** The forms and stories that earned most readers since a month, as `2026-01-01`. */
export async function listSources(
  db: Db,
  { since, limit }: { since: string; limit: number },
): Promise<readonly SourceLine[]> {
  const { rows } = await sql<SourceLine>`
    with line as (
      select joined_month, form, article_slug, came, went from growth_source
      union all
      select date_trunc('month', joined_on::timestamp)::date, coalesce(form, ''), coalesce(article_slug, ''),
        case when kind in ('confirmed', 'imported') then readers else 0 end,
        case kind when 'confirmed' then 0 when 'imported' then 0 when 'returned' then -readers else readers end
      from growth_note where newsletter_id = 0 and joined_on is not null
    ),
    source as (
      select form, article_slug, sum(came)::integer as came, sum(came - went)::integer as stayed
      from line where joined_month >= ${since}::date group by form, article_slug having sum(came) > 0
      order by sum(came) desc, form, article_slug limit ${limit}
    )
    select source.form, signup_form.name as "formName", source.article_slug as "articleSlug", article.title as "articleTitle",
      source.came, source.stayed
    from source left join signup_form on signup_form.slug = source.form
      left join article on article.slug = source.article_slug
    order by source.came desc, source.form, source.article_slug
  `.execute(db);
  return rows;
}

/** Readers who first came in one month, and how many came back or went in another. */
export type CohortLine = {
  readonly joinedMonth: string;
  readonly month: string;
  readonly came: number;
  readonly went: number;
};

/** Everything about the readers who first came in the newest months, the oldest first. */
export async function listCohortLines(db: Db, months: number): Promise<readonly CohortLine[]> {
  const { rows } = await sql<CohortLine>`
    with line as (
      select joined_month, month, came, went from growth_cohort
      union all
      select date_trunc('month', joined_on::timestamp)::date, date_trunc('month', day::timestamp)::date,
        case when ${came} then readers else 0 end, case when ${came} then 0 else readers end
      from growth_note where newsletter_id = 0 and joined_on is not null
    )
    select joined_month::text as "joinedMonth", month::text as month, sum(came)::integer as came, sum(went)::integer as went
    from line
    where joined_month > date_trunc('month', newsroom_day(now())::timestamp) - make_interval(months => ${months})
    group by joined_month, month order by joined_month, month
  `.execute(db);
  return rows;
}
