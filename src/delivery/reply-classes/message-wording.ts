import { gap } from './plain-wording.ts';

/** The message itself: what it says, what it carries, how large it is. */
export const content: readonly RegExp[] = [
  /(?:message|mail|e-?mail|content|body|letter|it|this) (?:\w+ ){0,4}(?:as|like|to be|contains?|is|considered|be) (?:a |an |possible |probable |likely |potential(?:ly)? |suspected |high[- ]probability |unsolicited |bulk ){0,3}(?:spam|junk|virus|malware|phish|unsolicited|bulk)/,
  /(?:considered|classified|identified|detected|flagged|recogni[sz]ed|tagged|categori[sz]ed|treated|marked|suspected|recognised) (?:as|to be|of|for) (?:a |an |being |possible |unsolicited |bulk |likely )*(?:spam|junk|virus|unsolicited|malicious|bulk)/,
  /spam (?:message|content|detected|mail|firewall|filter|score|check|rejected|refused|suspected|probability|found|level|reject|denied|block|points|threshold|\(|policy|rule|or virus)|\bspamassassin|\bis spam\b|-? ?spam\b ?(?:$|[.,!)-])|no spam|antispam|anti-spam|spamfilter|spam-?like|unsolicited|\bspammy|high spam|rejected (?:as|for|by) (?:\w+ ){0,2}(?:spam|policy|content|filter)|spam rejected|looks spammy|\bubce\b|\buce\b|phish/,
  /\bvirus|malware|infected|trojan|\bworm\b|eicar|banned (?:name|content|file|extension)|(?:illegal|blocked|prohibited|forbidden|dangerous|unsafe|not allowed|disallowed|executable) (?:attachment|file|content|extension)|attachment (?:type|is|not|blocked|with|rejected)|file (?:type|extension)/,
  /content (?:\w+ ){0,3}(?:reject|not acceptable|filter|restrict|denied|block|violat|refused|policy)|(?:reject|refused|blocked|violat)\w* (?:\w+ ){0,4}content|message (?:content )?(?:was )?(?:rejected|refused|blocked|denied|not accepted) (?:\w+ ){0,3}(?:content|policy|polic|administrative|filter|dkim|security)|prohibited (?:words|content)|bad (?:words|content)|objectionable|profan/,
  new RegExp(
    String.raw`\b(?:message|mail|e-?mail|size|data|attachment|attachments|body|letter)\b${gap}\b(?:too (?:large|big|long|much)|exceed(?:s|ed|ing)?${gap}(?:size|limit|maximum|length|bytes|fixed)|size limit|larger than|over ?size|maximum (?:message )?size|bigger than)`,
  ),
  /message size|too (?:large|big) (?:a )?(?:message|mail)|maximum (?:permitted |allowed )?(?:message )?(?:size|length)|size (?:of (?:the|this) message )?(?:limit )?exceed|too much mail data|exceeded size|zu gross|trop (?:gros|volumineux|grand)|troppo grande|demasiado grande|muito grande|слишком (?:большо|велик)|サイズ(?:が|制限|超)|大きすぎ/,
  /header (?:\w+ ){0,3}(?:invalid|malformed|error|missing|syntax|not)|(?:missing|invalid|malformed|bad|duplicate|multiple) (?:\w+ ){0,2}header|improper (?:use|mime)|malformed (?:mime|message)|bare (?:lf|cr|line)|8[- ]?bit|conversion (?:failed|required|not)|line too long|not rfc ?\d*-?\s?compliant|rfc ?(?:2822|5322|822|5321|2821)|invalid mime|html (?:mail|message|tags?) (?:not|are|is)|contains? (?:a )?(?:url|link|domain)s?|suspicious (?:content|message|link)|snoop|filtered (?:by|as|out)|rule imposed|transaction failed.{0,40}(?:spam|virus|content)|message (?:was )?rejected (?:by|due|as|for|because)|message refused|mail rejected by|spamverdacht|verdacht|courrier indesirable|indesirable|contenu|contenuto|correo no deseado|lixo eletronico|спам|вирус|迷惑メール|垃圾|病毒/,
  /attachment names?|(?:address(?:es)?|field|date) in the (?:\w+ )?header|line length|conversionfailed|comply with required standards|password protected|bulk ?mail|mass ?mail|advert/,
];

/** The reader's own fence: who may write here. */
export const policyRecipient: readonly RegExp[] = [
  /(?:accepts?|allows?|takes?) (?:\w+ ){0,3}only from|(?:only|not) (?:accept|receive|allow)\w* (?:\w+ ){0,5}(?:from|by) (?:\w+ ){0,4}(?:members|subscribers|authenticated|internal|inside|outside|external|the internet|known|white|approved|your address|you\b|this sender|senders? (?:that|who|on|outside))/,
  /(?:don't|do not|does not|doesn't|not) have permission|not (?:allowed|authori[sz]ed|permitted) to (?:send|post|mail|e-?mail|deliver|write|use|submit)|permission to (?:send|post|e-?mail)|not permitted to|members? only|members-only|closed list|non-?members?|not (?:a )?(?:member|subscriber|subscribed)|not on (?:the|our|my|his|her|their) (?:white|allow|approved|safe)|white ?list|safe ?list|allow ?list|moderat(?:ed|or)|restricted (?:recipient|list|group|distribution|address|to)|(?:list|group|recipient) (?:is )?restricted|delivery restriction|message restrictions/,
  /(?:user|recipient|mailbox|account|customer|addressee) (?:\w+ ){0,4}(?:rejects?|refuses?|does not (?:want|accept|wish)|doesn't (?:want|accept)|not accept(?:ing)?|declined|has blocked|blocks|opted out|requested not|does not allow) (?:\w+ ){0,3}(?:mail|message|messages|e-?mail|you|from|to receive|this)/,
  /requires that you verify|exceptionnotauthori[sz]ed|rejected by rule|(?:rejected|refused|blocked|denied) by (?:the )?(?:recipients?|user|addressee)(?:'s)?(?: |\.|$|:|;)|recipient(?:'s)? (?:policy|filter|settings|rules|blacklist)|user(?:'s)? (?:filter|settings|preferences|policy|spam)|administrative(?:ly)? (?:prohibit|den|polic|reject)|prohibited by (?:administrator|policy)|not authori[sz]ed|no autori[sz]ad|violates? (?:\w+ ){0,3}policy|(?:due to|by|for|against|of|local|security|site|corporate|company|organi[sz]ation(?:al)?|server|recipient|delivery|domain) polic(?:y|ies)|policy (?:violation|reject|reason|restriction|block|deny|denied|filter)|rejected for policy|受信拒否|拒否/,
  /does not accept (?:mail|messages|e-?mail|external)|doesn't accept (?:mail|messages|e-?mail)|not accept(?:ing)? (?:mail|messages|e-?mail) from|external (?:mail|senders?)|outside (?:senders?|organi[sz]ation)|require(?:s)? that all senders|challenge|sender confirm|protected by|access denied|access (?:is )?(?:restricted|not allowed)|permission denied/,
];

/** A list that is for its members: said beside words that would sound like an unknown person. */
export const membersOnly: readonly RegExp[] = [
  /members?[- ]only|only (?:\w+ ){0,3}(?:members|subscribers)|non-?members?\b|not (?:a |an )?(?:member|subscriber|subscribed|list member)|closed list|recipient preferences/,
];

/** Mail systems without SMTPUTF8 on the way. */
export const needsSmtputf8: readonly RegExp[] = [
  /smtputf8|utf-?8 (?:addresses?|sender|recipient|mail)|internationali[sz]ed (?:address|e-?mail|mail)|\beai\b|non-?ascii (?:address|recipient|local)/,
];
