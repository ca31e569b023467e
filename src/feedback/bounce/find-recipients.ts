import { decodeHeader } from '../mime/decode-text.ts';
import { addressKey, findAddresses } from '../mime/find-addresses.ts';
import type { MailHeaders } from '../mime/mail-headers.ts';
import type { ReturnedMail } from './original-mail.ts';

export type FailedRecipient = {
  readonly address: string | null;
  /** The lines about this recipient, from the one that names it. */
  readonly lines: readonly string[];
};

type Mention = { readonly address: string; readonly at: number; readonly isLeading: boolean };

const mostRecipients = 200;
const mostLines = 1500;
const machine =
  /^(?:mailer-?daemon|postmaster|abuse|support|helpdesk|help|hostmaster|webmaster|admin|administrator|root|no-?reply|info-?support|mail-daemon|double-bounce)@/i;
/** Lines that name somebody else: who wrote, whom to ask, which mail it was. */
const namesSomebodyElse =
  /message-?id|\bfrom\b ?:|mail from|sender|originator|reply-to|return-path|contact|questions|assistance|^[\s>]{0,8}(?:von|de|da|expediteur|mittente|absender|remitente|received|by|with|references|in-reply-to|list-\w+|x-(?!failed|actual|rcpt|envelope-to|original-to)[\w-]+|content-\w+)\s?:|mailto:(?:postmaster|abuse)|https?:\/\//i;
const label =
  /^(?:[\w\s'()./-]{0,40}\b(?:to|recipients?|rcpt|e-?mail|e-?mail address|address(?:es)?|user|users|mailbox|mail|for|following|destination|addressee|empf\S{1,3}nger|adresse|destinataire|destinatario|utente|usuario|an|a|para|deliver\w*|kime|кому|адрес|получател\w*)|<<<|>>> ?rcpt to|rcpt to|宛先|受信者|收件人|error|failed|failure|unknown user|user unknown|\d{1,3}[.)]|[45]\d\d(?:[ -]#?[45]\.\d\.\d{1,3})?)?[\s:=<>"'[({*•·>|-]{0,30}$/iu;

/** Where the report names addresses, and whether the line is about that address. */
function findMentions(lines: readonly string[], others: ReadonlySet<string>): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const [at, line] of lines.entries()) {
    if (!line.includes('@') || mentions.length > mostRecipients * 4) continue;
    for (const address of findAddresses(line)) {
      const key = addressKey(address);
      if (machine.test(address) || others.has(key)) continue;
      const before = line.slice(0, line.indexOf(address));
      if (
        namesSomebodyElse.test(before) ||
        (namesSomebodyElse.test(line) && before.trim() !== '' && !label.test(before.trim()))
      )
        continue;
      mentions.push({ address, at, isLeading: label.test(before.trim()) });
    }
  }
  return mentions;
}

/** `bounces+emil=example.org@…`: the address we were told in the return path. */
export function addressInReturnPath(text: string): string | null {
  const match = /[+-]([\w.+-]{1,64})=((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})@/i.exec(text.slice(0, 500));
  return match ? `${match[1] ?? ''}@${match[2] ?? ''}` : null;
}

function uniqueByAddress(mentions: readonly Mention[]): readonly Mention[] {
  const seen = new Map<string, Mention>();
  for (const mention of mentions) {
    const key = addressKey(mention.address);
    if (!seen.has(key)) seen.set(key, mention);
  }
  return [...seen.values()].slice(0, mostRecipients);
}

/** Best evidence first: lines about an address, then addresses the mail was for, then whatever address is named first. */
function chooseMentions(mentions: readonly Mention[], original: ReturnedMail): readonly Mention[] {
  const leading = uniqueByAddress(mentions.filter(({ isLeading }) => isLeading));
  if (leading.length > 0) return leading;
  const written = new Set(original.to.map(addressKey));
  const meant = uniqueByAddress(mentions.filter(({ address }) => written.has(addressKey(address))));
  return meant.length > 0 ? meant : uniqueByAddress(mentions).slice(0, 1);
}

const linesPerRecipient = 14;

function linesOf(lines: readonly string[], { at }: Mention, chosen: readonly Mention[]): readonly string[] {
  const next = chosen.map((other) => other.at).filter((other) => other > at);
  return lines.slice(at, Math.min(at + linesPerRecipient, ...next));
}

/** The recipients a report in plain words is about; one of null when it names none. */
export function findFailedRecipients(
  headers: MailHeaders,
  report: string,
  original: ReturnedMail,
): readonly FailedRecipient[] {
  const lines = report.split('\n', mostLines);
  const named = (headers.get('x-failed-recipients') ?? []).flatMap((value) =>
    findAddresses(decodeHeader(value)),
  );
  const sentBackTo = ['to', 'delivered-to', 'from'].flatMap((name) =>
    (headers.get(name) ?? []).flatMap((value) => findAddresses(decodeHeader(value))),
  );
  const failed = new Set([...named, ...original.to].map(addressKey));
  const others = new Set([...sentBackTo, ...original.from].map(addressKey).filter((key) => !failed.has(key)));
  const mentions = findMentions(lines, others);
  if (named.length > 0) {
    const chosen = uniqueByAddress(named.map((address) => mentionOf(address, mentions)));
    return chosen.map((mention) => ({
      address: mention.address,
      lines: mention.at === -1 ? [] : linesOf(lines, mention, chosen),
    }));
  }
  const chosen = chooseMentions(mentions, original);
  if (chosen.length > 0)
    return chosen.map((mention) => ({ address: mention.address, lines: linesOf(lines, mention, chosen) }));
  const guessed = original.to[0] ?? addressInReturnPath((headers.get('to') ?? []).join(' '));
  return [{ address: guessed ?? null, lines: [] }];
}

const mentionOf = (address: string, mentions: readonly Mention[]): Mention =>
  mentions.find((mention) => addressKey(mention.address) === addressKey(address)) ?? {
    address,
    at: -1,
    isLeading: true,
  };
