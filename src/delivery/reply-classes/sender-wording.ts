import { gap } from './plain-wording.ts';

/** Our name, our rights, our authentication: the reader has nothing to do with it. */
export const senderConfig: readonly RegExp[] = [
  /sender verif|verify(?:ing)? (?:the )?sender|sender callout|callback|callout (?:to|failed)/,
  new RegExp(
    String.raw`\b(?:(?<!to )(?<!to the )sender|from (?=address|domain|header)|return[- ]path|mail ?from|reverse[- ]path|originator|helo|ehlo)(?:'s)? (?:e-?mail )?(?:address|domain|mailbox|host ?name|name)?${gap}\b(?:rejected|unknown|not exist|unresolvable|invalid|not found|refused|denied|not allowed|not valid|not verified|cannot be verified|no mx|not resolve|bad|blacklisted)`,
  ),
  /(?:domain|mailbox|user|address) of (?:the )?sender|unknown sender|invalid sender|bad sender|unverified sender|sender not ok/,
  /sender (?:is )?(?:denied|rejected|blocked|not allowed|not permitted|not authenticated|refused)/,
  /relay(?:ing)? (?:is |was )?(?:access )?(?:denied|not (?:permitted|allowed|authori[sz]ed)|prohibited|rejected|refused)/,
  /(?:unable|not permitted|not allowed|cannot|can ?not|refuse[sd]?|won't|attempt(?:ed|s)?|not authori[sz]ed|don't|do not|not) (?:to )?(?:open )?relay|no relay|relay not|open relay|we do not relay|not a relay|relaying (?:mail|blocked|to)/,
  /(?:isn't|is not|not) in my list of allowed rcpthosts|rcpthosts|not (?:a )?local (?:host|domain)|not (?:a )?gateway/,
  /(?:user|domain|recipient)? ?not (?:a )?local; please try|mail server does not accept mail for|does not handle mail for/,
  /\b(?:open)?spf\b|sender policy framework|sender id\b|\bdkim\b|\bdmarc\b|\barc (?:seal|fail)|domainkeys/,
  /unauthenticated (?:e-?mail|mail|sender|message)|not authenticated|authentication[- ](?:is )?(?:required|needed|failed|checks?)|must (?:be )?authenticate|smtp auth|auth required|requires? authentication|authenticate (?:first|before)|not logged in|pop before|pop3? (?:first|before)/,
  /reverse (?:dns|lookup|hostname)|\bptr\b|rdns|reverse-?mapping|fcrdns|cannot find your (?:reverse )?host ?name|client host rejected: cannot find/,
  /(?:helo|ehlo) (?:command )?(?:rejected|invalid|name)|(?:in|your) (?:helo|ehlo)|for sender\b|your domain (?:is|does|name)|not configured to relay|no such mail relay|invalid helo|need fully[- ]qualified|tls (?:is )?required|must issue a starttls|encryption (?:required|needed)/,
  /spoof|forged|impersonat|anti-?spoof|not (?:authori[sz]ed|permitted|allowed) to send (?:mail |e-?mail |messages )?(?:from|as|on behalf)|send ?as\b/,
  /envelope sender|mail from command|refused mail from|blocked by sender|null sender|empty (?:envelope )?(?:sender|from)|from header|bounces? (?:are )?not (?:allowed|accepted)/,
];

/** The address we send from, by its name on a list or by what came from it before. */
export const reputation: readonly RegExp[] = [
  /black ?-?list|block ?-?list|deny ?-?list|\brbls?\b|\bdnsbls?\b|\burib?l\b|real-?time|blackhole|grey ?list(?:ed)? ip/,
  /spamhaus|spamcop|\bsorbs\b|barracuda(?:central| reputation| networks)|\bb\.barracuda|uceprotect|surbl|senderbase|senderscore|talosintel|cloudmark|invaluement|abuseat|\bcbl\b|\bpsbl\b|\bnjabl\b|\bdsbl\b|mailspike|truncate\.gbudb|hostkarma|junkemailfilter|\bivmsip|lashback|mail-abuse\.(?:org|com)|\bmaps\b|trendmicro|manitu|nixspam|sophos|fortiguard|symantec|brightmail|proofpoint dynamic|spamrats|0spam|dnswl|backscatter|composite ?blocking/,
  /reputation|bad karma|poor (?:ip|score)|low score|sender score/,
  new RegExp(
    String.raw`\b(?:ip|ips|server|host|network|client|connection|connections|address range|subnet|mta|sending)\b${gap}\b(?:blocked|banned|listed|refused|denied|blacklisted|rejected|not allowed|not welcome|not accepted|suspicious)`,
  ),
  new RegExp(
    String.raw`\b(?:blocked|banned|refused|rejecting|rejected|denied|refusing)\b${gap}\b(?:your ip|ip address|your server|your host|your network|your isp|your mail server|client host|connection)`,
  ),
  /blocked (?:using|by|for|due|because|at|from|-|see)(?! (?:\w+ ){0,3}(?:spam|virus|content|the recipient|recipient|user))|(?:has been|was|is|are|been|mail) (?:temporarily )?blocked\b|temporarily blocked|you are (?:blocked|banned|not welcome)|you have been (?:blocked|banned)|locally blocked|access blocked/,
  /client host rejected|host rejected|access from [^ ]{1,80} (?:is )?denied|connection (?:refused|rejected|denied) (?:by|due|for) (?:policy|abuse|local)|not accept(?:ing|ed)? (?:mail|connections?|messages?|e-?mail) from (?:your|this|dynamic|host|ip|\[)/,
  /dynamic(?:ally)?[- ](?:ip|assigned|address|host|pool)|dial-?up|residential|generic (?:hostname|rdns)|spam ?source|known spammer|source of (?:spam|junk)|sending (?:too much )?spam|spam from your|complaints? (?:from|about|rate|threshold)|unusual(?:ly high)? (?:rate|traffic|amount)|suspicious (?:activity|sender)|high (?:volume|rate) of|too many (?:complaints|spam|invalid|bad|unknown)/,
  /no access from|you are not allowed to connect|not allowed to (?:connect|send mail)|mail refused|go away|access denied.{0,30}\b(?:ip|host|for your)/,
];
