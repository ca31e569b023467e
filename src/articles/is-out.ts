import { sql } from 'kysely';

/** A row of `article` that readers may see. One that was taken back is nowhere but in its draft and in the records. */
export const isOut = sql`article.taken_back_at is null`;
