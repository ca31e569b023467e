/**
 * What went wrong on the way through the provider, by what stands behind `?sign-on=`.
 * @param name of the provider
 */
export function signOnWords(name: string, why: string): string | undefined {
  const words: Readonly<Record<string, string>> = {
    down: `${name} does not answer just now. Try again in a minute, or sign in with your password.`,
    declined: `${name} did not let you in. Try again, or sign in with your password.`,
    old: 'That took too long, or began in another browser. Begin anew.',
    refused: `What ${name} sent does not check out, so nobody was let in. Try again; if it goes on, tell whoever looks after this server.`,
    unverified: `${name} does not vouch for your e-mail address. Confirm it there first.`,
    domain: `Addresses like yours are not let in through ${name}.`,
    unknown: `Nobody here has the address that ${name} knows you by. Ask the owner of this newsroom for an invitation.`,
    'other-link': `There is a link with another account already. Look under Your account, or ask the owner to remove it.`,
    'other-address': `${name} knows you by another address than your account here, so the two were not linked.`,
    owner: `An owner makes the link themselves: sign in with your password, then link ${name} under Your account.`,
    only: `In this newsroom you come in through ${name}: use its button.`,
  };
  return Object.hasOwn(words, why) ? words[why] : undefined;
}
