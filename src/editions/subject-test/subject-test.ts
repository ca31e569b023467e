import { z } from 'zod';

/** What can decide: readers who clicked as people, or opens, which are an estimate. */
export const deciders = ['clicks', 'opens'] as const;
export type Decider = (typeof deciders)[number];

/** What an editor sets: a second subject, and how readers shall decide between the two. */
export type SubjectTest = {
  /** B; the subject of the edition itself is A. */
  readonly subject: string;
  /** How many of all its readers get the test, half of them each subject. */
  readonly sharePercent: number;
  /** How long the rest waits once the test is out. */
  readonly waitMinutes: number;
  readonly decideBy: Decider;
};

const shares = { least: 5, most: 50 };
const waits = { least: 30, most: 1440 };
const shareWords = `Please choose a share between ${shares.least} and ${shares.most} per cent.`;
const waitWords = 'Please choose a wait between 30 minutes and 24 hours (1440 minutes).';

/** What is left out is as the composer offers it first. */
export const subjectTestForm = z.strictObject({
  subject: z
    .string()
    .trim()
    .min(1, 'Please write the second subject, or leave the test out.')
    .max(250, 'Please use at most 250 characters for the subject.')
    .describe('The second subject, B; the subject of the edition is A'),
  sharePercent: z
    .int(shareWords)
    .min(shares.least, shareWords)
    .max(shares.most, shareWords)
    .default(20)
    .describe('How many of all readers get the test, half of them each subject'),
  waitMinutes: z
    .int(waitWords)
    .min(waits.least, waitWords)
    .max(waits.most, waitWords)
    .default(240)
    .describe('How long the rest waits once everybody of the test has been tried'),
  decideBy: z
    .enum(deciders, 'Please choose clicks or opens.')
    .default('clicks')
    .describe('Readers who clicked as people, or opens, which are an estimate'),
});
