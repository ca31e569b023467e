import type { Request } from 'express';
import { deviceOf } from '../../audience/account/reader-sessions.ts';
import type { Whereabouts } from '../../staff/sessions.ts';
import { shortenedNetwork } from '../client-network.ts';

/** Where somebody signs in from, as they would recognise it in a list. */
export const whereaboutsOf = (request: Request): Whereabouts => ({
  network: shortenedNetwork(request),
  program: deviceOf(request.get('user-agent') ?? ''),
});
