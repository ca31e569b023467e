import type { Address } from '../../delivery/address.ts';
import { disposableDomains } from './disposable-domains.ts';
import type { AddressPolicy, SignUpSetting } from './sign-up-setting.ts';

/** Addresses of an office rather than a person (RFC 2142 and its neighbours). */
const roles = new Set(
  `abuse admin administrator billing contact enquiries hello help helpdesk hostmaster hr info jobs mail marketing
newsroom no-reply noreply office postmaster press privacy root sales security service support sysadmin team webmaster
welcome`.split(/\s+/),
);

const ranks: Readonly<Record<AddressPolicy, number>> = { allow: 0, ask: 1, refuse: 2 };

/** The domain and everything it lies under: a throwaway service gives subdomains away as well. */
function isWithin(domain: string, listed: ReadonlySet<string>): boolean {
  const labels = domain.split('.');
  return labels.some((_, index) => listed.has(labels.slice(index).join('.')));
}

export type AddressVerdict = { readonly policy: AddressPolicy; readonly why: 'disposable' | 'role' | null };

/** What the newsroom's rules say of an address. It looks at the spelling alone, never at who is known. */
export function judgeAddress(
  { key }: Pick<Address, 'key'>,
  setting: Pick<SignUpSetting, 'disposable' | 'roleAddresses' | 'ownDomains'>,
): AddressVerdict {
  const at = key.lastIndexOf('@');
  const domain = key.slice(at + 1);
  const isDisposable = isWithin(domain, disposableDomains) || isWithin(domain, new Set(setting.ownDomains));
  const isRole = roles.has(key.slice(0, at).replace(/\+.*$/, ''));
  const disposable = isDisposable ? setting.disposable : 'allow';
  const role = isRole ? setting.roleAddresses : 'allow';
  if (ranks[disposable] >= ranks[role])
    return { policy: disposable, why: isDisposable ? 'disposable' : null };
  return { policy: role, why: 'role' };
}
