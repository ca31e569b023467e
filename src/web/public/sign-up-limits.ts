import type { Request } from 'express';
import { parseAddress } from '../../delivery/address.ts';
import { clientNetwork } from '../client-network.ts';
import { countOrRefuse } from '../limited.ts';
import type { WebSetting } from '../web-setting.ts';

const minute = 60;
const hour = 60 * minute;

export type SignUpLimits = {
  /** Counts one post that may cause a mail. Throws when that is one too many, or when nothing can be counted. */
  readonly countAsking: (request: Request, email: string) => Promise<void>;
  /** Counts one post about a sign-up that is under way: a code, a choice. */
  readonly countStep: (request: Request) => Promise<void>;
  /**
   * Takes the one mail a minute an address may be sent again. Asked here and not of what was really sent, so that the
   * answer is the same for an address that is new and one that is long known.
   * @returns seconds to wait; 0 when it may be sent now
   */
  readonly takeResend: (email: string) => Promise<number>;
};

/** The limits of everything strangers can do with an address (SECURITY S2): by network, by address, and for the whole site. */
export function createSignUpLimits({ limits }: Pick<WebSetting, 'limits'>): SignUpLimits {
  const byNetwork = limits.create('sign-up network', 10, 10 * minute);
  const byNetworkHourly = limits.create('sign-up network hour', 60, hour);
  const byAddress = limits.create('sign-up address', 10, hour);
  // A paper whose story goes round the country still gets its readers; a flood from a botnet ends here.
  const bySite = limits.create('sign-up site', 6000, hour);
  const steps = limits.create('sign-up step', 60, 10 * minute);
  const resends = limits.create('sign-up resend', 1, minute);

  return {
    async countAsking(request, email) {
      const network = clientNetwork(request);
      await countOrRefuse(byNetwork, network);
      await countOrRefuse(byNetworkHourly, network);
      const address = parseAddress(email);
      // What is no address causes no mail, so it must not use up what the site may send.
      if (!address) return;
      await countOrRefuse(byAddress, address.key);
      await countOrRefuse(bySite, 'all');
    },
    countStep: (request) => countOrRefuse(steps, clientNetwork(request)),
    async takeResend(email) {
      const outcome = await resends(parseAddress(email)?.key ?? email);
      switch (outcome.kind) {
        case 'within':
          return 0;
        case 'exceeded':
          return outcome.retryAfterSeconds;
        case 'unavailable':
          return minute;
        default:
          return outcome satisfies never;
      }
    },
  };
}
