import { freezeLeadSeconds } from '../../../delivery/freeze-lead.ts';

/** How long something is held yet: seconds in an undo window; minutes, hours or days where it waits for its time. */
export function heldWords(seconds: number): string {
  if (seconds <= freezeLeadSeconds) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}
