import { z } from 'zod';
import { rhythms } from '../../../newsletters/newsletter.ts';

export const moment = z.iso.datetime();
export const slug = z.string().min(1).max(200);
export const state = z.enum(['pending', 'active', 'paused', 'ended']);
export const rhythm = z.enum(rhythms);

export const iso = (date: Date): string => date.toISOString();
export const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;
