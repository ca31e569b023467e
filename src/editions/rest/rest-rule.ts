import { z } from 'zod';
import type { Newsletter } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import { countOnList } from '../../audience/growth.ts';
import { type RestRule, countSilent, findRule } from './sql.ts';

export {
  type RestRule,
  countQuestions,
  listQuestionsOf,
  listResting,
  writeRule as saveRestRule,
} from './sql.ts';

const number = (what: string, least: number, most: number) => {
  const message = `${what}: please give a whole number from ${least} to ${most}`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
};

/** Whether anything can be known about who reads it. */
export const canTell = ({ tracksClicks, tracksOpens }: Newsletter): boolean => tracksClicks || tracksOpens;

/** What an owner may set for a newsletter: nobody is called silent where nothing can be known. */
export const restFormFor = (newsletter: Newsletter) =>
  z.object({
    isOn: z
      .boolean()
      .refine(
        (isOn) => !isOn || canTell(newsletter),
        'Neither clicks nor opens are counted for this newsletter, so nobody can be called silent',
      ),
    editions: number('Editions without a sign', 5, 400),
    days: number('Days without a sign', 30, 1095),
    waitDays: number('Days to answer', 7, 90),
  });

/** The rule of a newsletter; one that nobody has written is off. */
export const readRestRule = async (db: Db, newsletterId: number): Promise<RestRule> =>
  (await findRule(db, newsletterId)) ?? { newsletterId, isOn: false, editions: 30, days: 180, waitDays: 21 };

/** Lists up to this size are counted whole. */
const countedWhole = 20_000;
const sampleSize = 5000;

export type SilenceEstimate = {
  readonly readers: number;
  readonly isExact: boolean;
  /** Readers who were looked at. */
  readonly looked: number;
};

/** How many readers a rule would ask if its round ended now. Of a very large list a part is looked at, spread over all of it. */
export async function estimateSilent(db: Db, rule: RestRule): Promise<SilenceEstimate> {
  const all = await countOnList(db, rule.newsletterId);
  const every = all <= countedWhole ? 1 : Math.ceil(all / sampleSize);
  const { looked, silent } = await countSilent(db, rule, every);
  return { readers: silent * every, isExact: every === 1, looked };
}
