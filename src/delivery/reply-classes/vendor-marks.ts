import type { BounceClass } from './reply-class.ts';

/** Marks of single mail systems that mean one thing whatever stands around them. */
export const vendorMarks: ReadonlyArray<readonly [RegExp, BounceClass]> = [
  // Gmail names the reason in the address of its help page.
  [/[?&]p=nosuchuser|answer\/6596\b/, 'address-dead'],
  [/[?&]p=(?:disableduser|inactiveuser)/, 'mailbox-disabled'],
  [/[?&]p=overquota/, 'mailbox-full'],
  [/[?&]p=(?:receivingrate|badrcptrate|ratelimit|sendinglimit)/, 'rate'],
  [/[?&]p=(?:unsolicitedratelimiterror|ipreputation|unsolicitedip|block)/, 'reputation'],
  [/[?&]p=(?:unsolicitedmessageerror|blockedmessage|badattachment|maxsize)/, 'content'],
  // Exchange writes the component that refused.
  [/resolver\.adr\.\w{0,12}(?:notfound|invalid|badprimary)/, 'address-dead'],
  [/resolver\.rst\.\w{0,16}size/, 'content'],
  [/resolver\.rst\.|approval\.|moderat(?:ed|ion)[. ]/, 'policy-recipient'],
  [/storedrv\.[\w.:]{0,60}quota|quotaexceeded/, 'mailbox-full'],
  [/accountdisabled|mailboxdisabled|mailboxoffline/, 'mailbox-disabled'],
  [/nonexistentdomain|dns\.(?:missing|invalid)/, 'domain-dead'],
  [/queue\.expired/, 'expired'],
  [/routing\.loop|hopcount/, 'connection'],
  // The edge of Microsoft 365 drops addresses its directory does not know in these words.
  [/recipient address rejected: access denied[^a-z]{0,8}as ?\(2018/, 'address-dead'],
  // Yahoo, AOL, Outlook, Comcast, Apple, Cox, Charter, Secureserver, Proofpoint.
  [/\[tss?\d\d\]|\btss?0\d\b/, 'reputation'],
  [/\((?:rly|rtr|hvu|dyn|con|cs):[a-z]{1,2}\d{0,2}\)/, 'reputation'],
  [/\bs(?:3140|3150|775|844)\b|\bsc-00[1-4]\b|\bol-001\b|\brp-00[1-3]\b/, 'reputation'],
  [
    /\bbl\d{6}\b|\bcxbl\b|\baup#(?:in|o)?-|\bib(?:504|50[5-9]|51\d|1\d\d|212)\b|\[hm08\]|ipcheck\.proofpoint/,
    'reputation',
  ],
  // Barracuda's own reports.
  [/(?:spam firewall|bulk e?-?mail filter)/, 'content'],
  // Orange and La Poste number their replies.
  [/\b(?:ofr|lpn|lpnaaa|wuu|bbc)\w{0,6}_416\b/, 'address-dead'],
  [/\b(?:ofr|lpn|wuu|bbc)\w{0,6}_417\b/, 'mailbox-full'],
  [/\b(?:ofr|lpn|wuu|bbc)\w{0,6}_4(?:18|20|26)\b/, 'mailbox-disabled'],
  [/\b(?:ofr|lpn|wuu|bbc)\w{0,6}_(?:10[45]|11\d)\b/, 'rate'],
  [/\b(?:ofr|lpn|wuu|bbc)\w{0,6}_(?:103|510|513|514|515)\b/, 'reputation'],
  [/\b(?:ofr|lpn|wuu|bbc)\w{0,6}_506\b/, 'content'],
];
