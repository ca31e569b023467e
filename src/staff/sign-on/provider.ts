/** What a provider has proved of somebody. Issuer and subject name them for good; an address may go to somebody else. */
export type Proof = {
  readonly issuer: string;
  readonly subject: string;
  /** Null when the provider does not vouch for one. */
  readonly address: string | null;
  /** The provider says that it asked for more than one factor. */
  readonly hasSecondFactor: boolean;
};

/** The secrets of one way to the provider and back; they wait in the browser, sealed. */
export type Checks = { readonly state: string; readonly nonce: string; readonly verifier: string };

export type LeaveOutcome =
  | { readonly kind: 'leave'; readonly url: string; readonly checks: Checks }
  /** The provider cannot be reached, or is not who it was said to be. */
  | { readonly kind: 'down'; readonly cause: string };

export type ReturnOutcome =
  | { readonly kind: 'proved'; readonly proof: Proof }
  /** Somebody pressed "cancel", or the provider did not let them in. */
  | { readonly kind: 'declined' }
  /** What came back is not what was asked for. */
  | { readonly kind: 'refused'; readonly cause: string }
  | { readonly kind: 'down'; readonly cause: string };

/** Where the newsroom's own accounts are kept. Causes are for the log: they carry codes, never a secret. */
export type SignOnProvider = {
  /** What the button says. */
  readonly name: string;
  /** Mail domains that are let in, in small letters; empty: all. */
  readonly domains: readonly string[];
  /** Begins a way to the provider that ends at `redirectUri`. */
  readonly leave: (redirectUri: string) => Promise<LeaveOutcome>;
  /** @param answer the address the browser came back to, with what the provider wrote into it */
  readonly comeBack: (answer: URL, checks: Checks) => Promise<ReturnOutcome>;
};
