import { sql } from 'kysely';
import { z } from 'zod';
import { parseAddress } from '../../delivery/address.ts';
import type { Db } from '../../platform/db.ts';

/** What happens to an address of a kind: taken, taken when a person presses once more, or refused. */
export const addressPolicies = ['allow', 'ask', 'refuse'] as const;
export type AddressPolicy = (typeof addressPolicies)[number];

export type SignUpSetting = {
  /** Browsers solve a small puzzle before every sign-up. */
  readonly proofOfWork: boolean;
  /** How hard: each bit doubles the work. At 14 a slow two-core machine works for about 0.8 s (22,000 hashes a second in Chromium). */
  readonly workBits: number;
  /** A form that comes back sooner wants a person to press once more. */
  readonly leastSeconds: number;
  readonly disposable: AddressPolicy;
  readonly roleAddresses: AddressPolicy;
  /** Domains the newsroom counts as disposable, beside our own list. */
  readonly ownDomains: readonly string[];
  /** Origins that may frame a form and read its answer. */
  readonly sites: readonly string[];
  /** So many confirmations within ten minutes are never an alarm … */
  readonly alarmFloor: number;
  /** … and beyond that, so many times the usual are one. */
  readonly alarmTimes: number;
};

const wholeNumber = (what: string, least: number, most: number) => {
  const words = `${what}: please give a number from ${least} to ${most}`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, words)
    .transform(Number)
    .refine((number) => number >= least && number <= most, words);
};

const lines = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** `https://news.example.org`, from what somebody pasted of it; null when it is no address of a site. */
function originOf(text: string): string | null {
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) return null;
  const { origin, username, hostname } = new URL(url);
  // The list becomes part of a header: nothing but what an origin is made of.
  return username === '' && /^[a-z0-9.-]+$/.test(hostname) ? origin : null;
}

const domainList = z
  .string()
  .max(20_000)
  .transform((text) => lines(text.toLowerCase()).map((domain) => domain.replace(/^@/, '')))
  .refine((domains) => domains.every((domain) => parseAddress(`a@${domain}`) !== null), {
    message: 'Please give one domain a line, such as throwaway.example',
  });

const siteList = z
  .string()
  .max(5000)
  .transform((text, context) => {
    const origins = lines(text).map(originOf);
    const good = origins.filter((origin) => origin !== null);
    if (good.length < origins.length || good.length > 50)
      context.addIssue({
        code: 'custom',
        message: 'Please give one address a line, such as https://news.example.org',
      });
    return [...new Set(good)];
  });

/** What the newsroom may set about sign-ups. */
export const signUpSettingForm = z.object({
  proofOfWork: z.boolean(),
  workBits: wholeNumber('How hard the puzzle is', 8, 22),
  leastSeconds: wholeNumber('Seconds for a form', 0, 30),
  disposable: z.enum(addressPolicies),
  roleAddresses: z.enum(addressPolicies),
  ownDomains: domainList,
  sites: siteList,
  alarmFloor: wholeNumber('Confirmations that are no alarm', 5, 100_000),
  alarmTimes: wholeNumber('Times the usual', 2, 1000),
});

export async function readSignUpSetting(db: Db): Promise<SignUpSetting> {
  const { rows } = await sql<SignUpSetting>`
    select proof_of_work as "proofOfWork", work_bits as "workBits", least_seconds as "leastSeconds", disposable,
      role_addresses as "roleAddresses", own_domains as "ownDomains", sites, alarm_floor as "alarmFloor",
      alarm_times as "alarmTimes"
    from signup_setting
  `.execute(db);
  if (!rows[0]) throw new Error('the row of sign-up settings is missing');
  return rows[0];
}

export async function saveSignUpSetting(tx: Db, setting: SignUpSetting): Promise<void> {
  await sql`
    update signup_setting set proof_of_work = ${setting.proofOfWork}, work_bits = ${setting.workBits},
      least_seconds = ${setting.leastSeconds}, disposable = ${setting.disposable},
      role_addresses = ${setting.roleAddresses}, own_domains = ${[...setting.ownDomains]}::text[],
      sites = ${[...setting.sites]}::text[], alarm_floor = ${setting.alarmFloor}, alarm_times = ${setting.alarmTimes}
  `.execute(tx);
}
