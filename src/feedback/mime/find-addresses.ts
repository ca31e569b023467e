const address =
  /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[\p{L}\p{N}_-]{1,63}\.){1,8}[\p{L}][\p{L}\p{N}-]{1,23}/gu;

/** The mail addresses in a text, in order, without the quotes and dots that stood around them. */
export function findAddresses(text: string): readonly string[] {
  return (text.slice(0, 4000).match(address) ?? []).map((found) => found.replace(/^['`.]{1,8}/, ''));
}

export const addressKey = (found: string): string => found.toLowerCase();
