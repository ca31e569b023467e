import type { Alarm } from '../../../audience/guard/alarm.ts';
import type { Publication } from '../../../newsletters/publication.ts';
import { clockTime } from '../../moments.ts';

/** What the alarm saw and what it does, for the desk. */
export const alarmWords = ({ asked, usual, startedAt, endsAt }: Alarm, publication: Publication): string =>
  `Since ${clockTime(startedAt, publication)} up to ${asked} confirmations were asked for within ten minutes; ` +
  `the usual is ${usual}. Until ${clockTime(endsAt, publication)} every sign-up takes the stricter path: a puzzle for the ` +
  `browser, or a wait and one more button. Readers still get through.`;
