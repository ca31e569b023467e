import { decodeHeader } from '../mime/decode-text.ts';
import { headerOf, type MailHeaders } from '../mime/mail-headers.ts';

const daemon =
  /mailer[-_. ]?daemon|mail ?delivery|post ?master|postoffice|maildaemon|mail[- ]?daemon|mail ?(?:er|system|server|administrator|gateway|router)\b|delivery (?:sub)?system|(?:system|mail) ?administrator|systemadministrator|administrateur|administrador|microsoft ?exchange|microsoftexchange|mdaemon|bounce[-@]|^bounces?\b|double-?bounce|undeliverable|delivery[- ]?(?:status|report|notification|failure)|notificaci|non[- ]?delivery|\bmta\b|daemon@|mercury|groupwise|symantec|barracuda|complaints@|amazonses|uucp|sendmail|majordomo/i;
const failureSubject =
  /undeliver|not (?:be )?deliver|non[- ]?deliver|deliver\w* (?:\w+ ){0,3}(?:fail|error|problem|status|report|notification|unsuccessful|incomplete|impossible)|(?:fail|error|problem|unable|could not|cannot|status|impossible)\w* (?:\w+ ){0,4}deliver|return(?:ed|ing)? (?:e-?mail|mail|message|to sender|email)|failure notice|failed mail|(?:mail|message) (?:\w+ ){0,2}(?:fail|error|undeliver|bounced|rejected|returned|refused)|mail could not|bounce|message (?:not|could not)|user unknown|unknown (?:user|recipient|address)|invalid (?:recipient|address)|permanent (?:error|failure)|^(?:nondeliverable|rejected|failed|failure|ndn|ndr|dsn|error)\b|unzustellbar|nicht (?:zugestellt|zustellbar|ausgeliefert)|zustell|unzustell|non (?:remis|distribu|delivr|deliv)|echec|non-?remise|remise|mancato recapito|recapito|non recapitabile|impossibile|no se (?:ha )?(?:puede|pudo|podido)? ?entreg|no entregad|entrega|devuelto|devolvid|nao entreg|falha|не(?:\s|-)?достав|недостав|невозможно доставить|ошибка доставки|возвращ|配信(?:不能|エラー|失敗)|送信(?:エラー|失敗|できません)|エラー|不達|届けられ|退信|系统退信|无法(?:投递|送达)|投递失败|niet (?:afgeleverd|bezorgd|besteld)|onbestelbaar|kan inte leverer|olevererbart|kunne ikke lever|ikke leveret|nie (?:dostarcz|mozna)|niedostarcz|doruceni|nedoruc|teslim edil/i;
const delaySubject =
  /delay|warning|\b(?:could not|couldn't) send message for past|still being retried|will be retried|deferred|verzoger|differe|retard|ritard|retras|atras|задерж|遅延/i;
const autoReplySubject =
  /out of (?:the )?office|auto(?:matic)?[- ]?(?:repl|respon|answer|mated)|vacation|on leave|away from|abwesen|automatische antwort|autoreply|absence|absent|fuori (?:sede|ufficio)|fuera de la oficina|respuesta automatica|reponse automatique|risposta automatica|resposta automatica|ausencia|автоответ|自動(?:返信|応答)|不在|frånvaro|fravær|afwezig|urlaub|no longer (?:with|works)|thank you for (?:your|contacting)|please confirm|confirm(?:ation)? (?:your|required|request)|challenge|\btmda\b|verify your|spam ?arrest|ticket/i;

/** How mail systems begin a report. */
const opening =
  /this is the (?:qmail-send|mail (?:delivery )?system|mail server|postfix|machine generated|courier)|created automatically by (?:the )?mail delivery|automatically (?:created|generated) (?:by|delivery)|could not be delivered to (?:one or more|the following|all|any)|(?:did|has) not (?:been |yet )?(?:reach|delivered)[^.]{0,40}recipient|following (?:recipient|address|user|mailbox)|recipient\(?s?\)? (?:failed|could not|of your message|cannot)|(?:un|not )able to deliver|wasn't able to deliver|couldn't be delivered|wasn't delivered|could not (?:be )?deliver|cannot be delivered|can't be delivered|can not be delivered|was not delivered|were not delivered|not be delivered|delivery (?:to the following|has failed|failed|failure|error|status notification|report|of (?:your|the) (?:message|mail|e-?mail))|failed (?:to deliver|permanently|address|recipient)|failed address|transcript of session|permanent fatal error|undeliverable|address(?:es)? (?:not found|had|failed)|returned to (?:you|sender)|(?:is |was |being )returned|fatal errors|reporting-mta|remote host said|your (?:message|mail|e-?mail) (?:\w+ ){0,6}(?:undeliver|reject|bounced|returned|refused|could not|was not|cannot)|mail (?:could not|was not|not) (?:be )?deliver|error (?:report|occurred|sending)|rejected (?:your|the) message|the message (?:you sent|that you sent|cannot|could not|was not)|unzustellbar|nicht (?:zugestellt|ausgeliefert|erreicht|zustellen|ubermittelt|weitergeleitet)|zustellung|n'a pas pu|n'ont pas|pas ete (?:remis|distribu|delivr)|echec de la remise|impossible (?:de|to)|non (?:e |ha |sono )?(?:stato |potuto |stata )?(?:possibile|recapita|consegna)|recapit|no (?:se )?(?:ha )?(?:pudo|podido|puede)|no entregad|nao (?:pode|foi|possivel)|entregue|не (?:может быть|было|удалось|был|доставлен)|届け|配信(?:でき|不能|エラー)|送信でき|宛先|退回|无法|niet (?:worden )?(?:afgeleverd|bezorgd)|kunde inte|kunne ikke|nie (?:moze|zostala|mozna)/i;
const stillTrying =
  /has not yet been delivered|not (?:yet )?(?:been )?delivered (?:yet|to one or more of its recipients after)|(?:will|'ll) (?:continue|keep|be (?:retried|attempted)|try again|retry)|keep trying|no action is required|warning message only|do ?n[o']t need to (?:resend|re-send)|delivery (?:attempts? )?(?:is |has been |was )?(?:temporarily )?delayed|still trying|delivery attempts will|will be retried|temporarily delayed|wird weiter|nouvelle tentative|continuera/i;
const gaveUp =
  /permanent|gave up|giving up|given up|has failed|failed permanently|returned to (?:you|sender)|will not be retried|no longer|cannot be delivered|final/i;

const flat = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/([A-Za-z])[\u0300-\u036f]{1,8}/g, '$1')
    .normalize('NFC')
    .replace(/\u2019/g, "'");

export type MailSigns = {
  readonly isFromDaemon: boolean;
  readonly isAutoReply: boolean;
  readonly isDelay: boolean;
  /** How much speaks for a report of failure; four or more is one. */
  readonly weight: number;
};

/** What headers and opening words say about who wrote the mail: a mail system, a person, or a person's machine. */
export function readMailSigns(headers: MailHeaders, report: string): MailSigns {
  const from = flat(decodeHeader(`${headerOf(headers, 'from')} ${headerOf(headers, 'sender')}`));
  const subject = flat(decodeHeader(headerOf(headers, 'subject')));
  const words = flat(report.slice(0, 12_000)).replace(/[ \t\n]{1,200}/g, ' ');
  const returnPath = headerOf(headers, 'return-path').trim();
  const isFromDaemon = daemon.test(from) || /^<?mailer-daemon/i.test(returnPath);
  const isAnswer = /^(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s?:/i.test(subject);
  const namesFailed = headers.has('x-failed-recipients');
  const saysFailure = !isAnswer && failureSubject.test(subject);
  const isAutomatic =
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    headers.has('x-autoresponder') ||
    /auto[-_]?reply/i.test(headerOf(headers, 'precedence')) ||
    /^auto-(?:replied|notified)/i.test(headerOf(headers, 'auto-submitted')) ||
    autoReplySubject.test(subject);
  const isAutoReply = isAutomatic && !isFromDaemon && !namesFailed && !saysFailure;
  const isDelay = stillTrying.test(words) && (delaySubject.test(subject) || !gaveUp.test(words));
  const weight =
    (isFromDaemon ? 2 : 0) +
    (namesFailed ? 3 : 0) +
    (saysFailure ? 2 : 0) +
    (returnPath === '<>' ? 1 : 0) +
    (opening.test(words) ? 2 : 0) +
    (/(?:^|[\s(:'"<#])[45]\d\d[ -]|(?<![\d.])5\.\d{1,2}\.\d{1,3}(?![\d.]*\d)/.test(words) ? 1 : 0);
  return { isFromDaemon, isAutoReply, isDelay, weight };
}
