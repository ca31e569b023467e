import { gap } from './plain-wording.ts';

const who = String.raw`\b(?:users?|recipients?|mail ?-?box(?:es)?|accounts?|address(?:es)?|aliases|alias|addressees?|person|individual|customers?|members?|mail ?drops?|local ?-?parts?|login|e-?mails?|name|username|userid|user ?id|destination|mailbox name|employee|subscriber|spectator|personne|in-?box|maildir|home director(?:y|ies)|rcpt|virtual user|dest(?:inataire)?|x@x|forward-?path|entry|object|contact|resource)\b`;
const isNotThere = String.raw`\b(?:unknown|unkn|not known|not (?:currently )?exist(?:s|ing)?|does not (?:currently |appear to |seem to )?exist|doesn'?t (?:\w+ )?exist|don'?t exist|do not exist|did not exist|isn'?t (?:a )?(?:valid|known|here|found)|not (?:be )?found|not find|no longer (?:exists?|valid|here|available|in use|used|with|works?|on|at|has|receives?|accept\w*|a |employed|part|monitored|supported|an?\b|subscribed|our)|not (?:a |an )?(?:valid|known|registered|recogni[sz]ed|existing|defined|listed|present|located|hosted|local user|our|current)|not (?:in|on|at|listed in|present in) (?:the |our |this |my )?(?:directory|server|system|database|host|user|site|address book|list of|ldap|valid|domain|recipient|postoffice|here)|not here|invalid|wrong|incorrect|non-?existent|nonexist\w*|undefined|has (?:been )?(?:removed|deleted|moved|left)|ha[sd]? left|been (?:removed|deleted)|(?:is|was) (?:deleted|removed)|could not be (?:found|located|resolved to)|cannot be (?:found|located)|can'?t be found|couldn'?t be found|wasn'?t found|not (?:be )?located|missing|has moved|not matched?|unresolvable|no such|unroutable|unroute?able|not listed|illegal|bad\b|lookup failed|not valid|is misspelled|(?:does|is) not (?:have|belong)|obsolete|defunct|retired|abandoned|ceased|not deliverable|undeliverable)\b`;

/** Words that say the mailbox is not there. */
export const addressDead: readonly RegExp[] = [
  new RegExp(who + gap + isNotThere),
  /\b(?:unknown|no such|no|non-?existent|invalid|illegal|undefined|unrecogni[sz]ed|not a valid|not a known|not an? existing|unroute?able|undeliverable|bad|wrong|incorrect|nonexist\w*|unavailable|unresolvable|obsolete|ambiguous or unknown|not our|isn't a valid|cannot find (?:the |a )?|can't find (?:the |a )?|could not find (?:the |a )?|couldn't find (?:the |a )?|unable to find (?:the |a )?|not find (?:the |a )?)\b ?(?:\w+ ){0,2}(?:local |virtual |mail |e-?mail |mailbox )?(?:user|recipients?|mail ?-?box|account|address(?:es|ee)?|alias|person|individual|customer|member|mail ?drop|local ?-?part|rcpt|user ?name|user ?id|destination address|destination mailbox|delivery address|name|x@x|in-?box|mailfolder|contact|employee|users|mailing list)\b/,
  /user[- ]?unknown|unknown[- ]?user|\bnosuchuser\b|no ?such ?user|no ?mailbox here|no user here|badrcptto|bad rcpt|validrcptto|no valid recip\w*|no recipients|unknown or illegal alias|address not found|there is no (?:one|such|user|account|person|mail|x@x)|no one (?:here )?(?:by|with) (?:that|this)|not exists?\b|handle mail for that (?:user|recipient)|was not found in|destin\S{0,12} sconosciuto|nie ma (?:takie|konta|uzytkownika)|unable to validate (?:the )?recipient|nobody (?:here )?(?:by|with) (?:that|this)|no account (?:here )?(?:by|with|for|named|on)|no mail ?-?box|by that name|with that name|who\?|not a user|(?:isn't|is not|not) (?:a |one of our )?(?:users?|customers?|local users?)\b|deactivated mailbox or unknown/,
  /(?:this|that|the) (?:user|recipient|person|account|address|mailbox) (?:doesn't|does not) have (?:an? )?[\w.@ ]{1,40}(?:account|mailbox|address)|doesn't have an? [\w.]{1,30} account|does not have an? [\w.]{1,30} account|no longer (?:works? (?:here|for|at)|with (?:the|this|us|our)|employed)|has (?:left|departed) (?:the|this|our)|envelope recipient (?:has been |is )?denied|recipient unknown|mailbox not (?:found|available|present|local|exist)|user not (?:found|exist|known|here)|account (?:has been |is |was )?(?:closed|deleted|removed)\b|(?:mail|e-?mail) address (?:\w+ ){0,3}(?:changed|discontinued)|user has moved|has moved to|address change|please try <?x@x|recipient no longer|not have a final e-?mail delivery point|unable to resolve (?:the )?recipient|unable to deliver to (?:this|that) user|(?:recipient|user) (?:verify|verification) failed|recipient verification|non-local recipient|verify the recipient|address (?:does not|doesn't) (?:have|accept)|unknown (?:local )?part|unknown in (?:\w+ ){0,3}(?:table|map)|unknown rcpt|this address no longer accepts|5xx unknown|not listed in (?:the )?(?:public )?(?:name ?(?:&|and) ?address|domino|directory)|not unique|no match(?:es|ing)? (?:for|found|in)|bad destination mailbox|bad destination e-?mail|invalid destination mailbox|dead (?:address|letter|mailbox|account)/,
];

const words = (...parts: readonly string[]): RegExp => new RegExp(parts.join('|'));

/** The same in the languages of the mail systems we have seen. */
export const addressDeadElsewhere: readonly RegExp[] = [
  words(
    String.raw`unbekannte[rn]? (?:e-?mail-?)?(?:empfanger|benutzer|nutzer|adress)`,
    String.raw`(?:empfanger\w*|benutzer\w*|nutzer|adress\w*|e-?mail-?adresse|mailadresse|postfach|mailbox|konto|account|teilnehmer|x@x)[^.;]{0,60}(?:existiert nicht|nicht existier|unbekannt|nicht gefunden|nicht vorhanden|ungultig|nicht (?:mehr )?(?:bekannt|verfugbar|gultig|aktiv)|nicht ermittelt|gibt es nicht|falsch)`,
    String.raw`(?:es gibt|gibt es) (?:hier )?kein`,
    String.raw`kein (?:benutzer|nutzer|postfach|empfanger|account|solcher)`,
  ),
  words(
    String.raw`(?:utilisateur|destinataire|adresse|compte|boite|usager|correspondant|x@x)[^.;]{0,60}(?:inconnue?|n'existe (?:pas|plus)|invalide|introuvable|inexistante?|erronee?|non existante?|n'a pas ete trouve|incorrecte?|n'est pas (?:valide|connu|reconnu)|est pas (?:valide|connu))`,
    String.raw`aucun (?:utilisateur|destinataire|compte|abonne)`,
  ),
  words(
    String.raw`(?:utente|destinatario|casella|indirizzo|account|mailbox|x@x)[^.;]{0,60}(?:sconosciut[oa]|inesistente|non esiste|non esistente|non trovat[oa]|errat[oa]|non valid[oa]|non e (?:stat[oa] )?(?:trovat[oa]|valid[oa]|presente)|non disponibile)`,
    'nessun (?:utente|destinatario)|nessuno utente',
  ),
  words(
    String.raw`(?:usuario|destinatario|direccion|buzon|cuenta|correo|persona|x@x)[^.;]{0,60}(?:desconocid[oa]|inexistente|no existe|no es valid[oa]|no (?:se )?(?:ha )?(?:encontro|encontrad[oa]|encontrar)|no fue encontrad[oa]|no valid[oa]|invalid[oa]|incorrect[oa]|no se encuentra)`,
    String.raw`no existe (?:ese|el|la|dicha|dicho|esa|este|esta|ningun|un|una)`,
    'no se (?:ha podido|pudo|ha) encontr',
  ),
  words(
    String.raw`(?:usuario|destinatario|endereco|conta|caixa|e-?mail|x@x)[^.;]{0,60}(?:desconhecid[oa]|inexistente|nao existe|nao (?:foi )?(?:encontrad[oa]|localizad[oa])|nao (?:e )?valid[oa]|invalid[oa]|nao cadastrad[oa])`,
    'nao (?:foi )?(?:possivel )?(?:encontr|localiz)',
  ),
  words(
    'неизвестн(?:ый|ого) (?:пользователь|получател|адрес)|нет так(?:ого|ой) (?:пользовател|адрес|учетн|ящик)',
    '(?:пользовател|получател|адресат?|ящик|аккаунт|абонент|учетная запись)[^.;]{0,60}(?:не (?:найден|существует|зарегистрирован|обнаружен|известен)|неизвестен|удал[её]н|отсутствует|не удалось найти)',
    'не удалось найти|недействительн',
  ),
  words(
    '宛先(?:不明|が(?:不明|存在|見つか)|アドレス(?:が|は)(?:存在|見つか|不正|不明|間違))|(?:ユーザー?|受信者|アドレス|宛先|メールボックス|アカウント)[^。;]{0,30}(?:存在し(?:ません|ない)|見つかりません|見つかりませんでした|ありません|不明|無効|間違)|存在しない|あて先不明|該当する',
    '(?:用户|用戶|收件人|邮箱|郵箱|地址|帐号|账号|帳號|信箱|使用者|邮件地址)[^。;]{0,20}(?:不存在|找不到|无效|無效|不正确|错误|未找到|未知)|查无此|查無此|无此用户|無此|没有此|不存在该',
    '(?:수신자|사용자|주소|계정|받는 사람)[^.;]{0,30}(?:없|찾을 수|존재하지)',
  ),
  words(
    String.raw`onbekende? (?:gebruiker|ontvanger|adres)|(?:gebruiker|adres|ontvanger|postvak|mailbox|x@x)[^.;]{0,50}(?:onbekend|bestaat niet|niet gevonden|niet (?:worden )?gevonden|ongeldig)`,
    String.raw`(?:okand|ukjent|ukendt) (?:anvandare|mottagare|bruger|bruker|mottaker|modtager)|(?:hittades inte|kunde inte hittas|finns inte|ble ikke funnet|blev ikke fundet|kunne ikke findes|finnes ikke|findes ikke|eksisterer ikke|kunne ikke bli funnet)`,
    'nieznany (?:uzytkownik|odbiorca|adres)|nie istnieje|nie znaleziono|nie zostal znaleziony|nie mozna odnalezc|neexistuje|nenalezen|neznamy|nebyl nalezen|bulunamadi|boyle bir kullanici|gecersiz alici|nem talalhato|ismeretlen (?:cim|felhasznal)|ei loytynyt|tuntematon|nu exista|nu a fost gasit|δεν βρέθηκε|δεν υπάρχει',
  ),
];

/** Systems that do not tell the two apart: they say first what is meant. */
export const addressDeadOrDisabled: readonly RegExp[] = [
  /(?:unbekannt oder|unknown or|inconnue? ou|sconosciut[oa] o|desconocid[oa] o|not exist or|invalid or) (?:\w+ ){0,4}(?:deaktiviert|disabled|inactive|desactivee?|disat\w*|inactiv[oa])/,
];

/** Words that say so only where nothing speaks against it: no 5.7.x, no refusal of the body. */
export const addressDeadPerhaps: readonly RegExp[] = [
  /mail ?-?box (?:is )?(?:currently )?(?:unavailable|not available|not accessible|inaccessible)|(?:recipient|destination|delivery)? ?(?:e-?mail )?address(?:es)? (?:was |were |is )?(?:rejected|refused|denied|not accepted|unacceptable|not allowed)|(?:recipients?|rcpt)(?: to)?(?: <?x@x>?)? (?:was |were |is |has been )?(?:rejected|refused|denied|not ok|not accepted|unacceptable|declined|unavailable)|reject(?:ed|ing)? (?:the )?recipient|(?:user|account) (?:is )?(?:unavailable|not available|rejected|unacceptable)|unacceptable (?:recipient|address|mailbox)|invalid address|bad (?:address|recipient)|cannot (?:deliver|route) (?:mail )?to (?:this |that )?(?:recipient|address|user|<?x@x)|address error|addressing error|can't create (?:output|user output file)|mailbox syntax|address syntax|syntax error in (?:recipient|mailbox|address|rcpt)|malformed (?:recipient|address)|destination (?:server )?rejected|not our customer|can't deliver to|no local mailbox|no mail for|adresse (?:refusee|rejetee)/,
];

/** The domain takes no mail, or is none. */
export const domainDead: readonly RegExp[] = [
  /host (?:is )?unknown|unknown host|host (?:\S{1,80} )?(?:was |could |cannot )?(?:not (?:be )?found|not be located)|no such (?:host|domain|server)|name ?-?server:? [^;]{0,80}host not found|(?:domain|hostname|host name|mx host)\S{0,2} (?:\S{1,80} )?(?:is )?(?:not (?:be )?found|unknown|does not exist|doesn't exist|not exist|invalid|unresolvable|non-?existent|couldn't be found|could not be (?:found|resolved)|has expired|no longer exists|cannot be (?:found|resolved)|lookup failed)|unknown (?:mail )?(?:domain|destination host|mail host|host)|(?:bad|invalid|illegal|nonexistent|non-existent|unroute?able|unresolvable) (?:destination |mail |recipient )?(?:domain|host|system|host name|hostname)|unable to (?:find|resolve|look ?up|route)[^.;]{0,60}(?:domain|host|mx|address for|dns)|(?:couldn't|could not|can't|cannot|can not|cant) (?:find|resolve|lookup|look up|locate)[^.;]{0,60}(?:host|domain|mx|dns|mail server|exchange|\b[a-z0-9-]+\.[a-z]{2,})/,
  /name service error|no smtp service|name or service not known|nxdomain|non-?existent domain|domain name not found|no mx(?: or a)?(?: |-)?(?:records?|hosts?|found|servers?|for|,|and)|no (?:valid )?(?:mx|a|mail|dns|address) (?:or \w+ )?(?:records?|exchangers?|hosts?|servers?)|null ?mx|nullmx|does not accept (?:any )?mail \(nullmx|(?:domain|host) (?:\S{1,80} )?(?:does not|doesn't) (?:accept|receive) (?:any )?(?:mail|e-?mail|messages)|mx records? (?:for )?[^.;]{0,60}(?:point to|pointing to|non-?existent|invalid|not found|missing|empty)|points? to (?:a )?non-?existent|no dns (?:data|record|entry|information)|dns (?:error|name error|domain)[^.;]{0,40}(?:not exist|does not|not found|no data|nonexist|invalid)|no (?:answer|data) from dns|dns (?:a|mx)?-?record not found|hostname lookup failed|illegal host\/domain|unrouteable mail domain|no route to (?:domain|host name)|not able to find (?:the )?(?:domain|host)|bad destination system|bad domain|address family for hostname|could not find (?:a )?(?:gateway|mail server)|destination (?:host|domain|server) (?:is )?(?:not found|unknown|invalid)|domain (?:name )?(?:of )?(?:the )?recipient[^.;]{0,20}(?:not exist|not found|unknown)|recipient(?:'s)? domain[^.;]{0,30}(?:not exist|not found|unknown|invalid)|invalid_?domain|domain is (?:dead|closed|no longer|not hosted|disabled)/,
  /domain(?:ain|e|e name)? (?:existiert nicht|unbekannt|nicht gefunden|inconnu|inexistant|introuvable|n'existe pas)|(?:domaine|dominio|domain|host|server) [^.;]{0,50}(?:inconnu|introuvable|n'existe pas|inexistente|no existe|non esiste|nao existe|sconosciuto|desconocido|desconhecido|existiert nicht|unbekannt|nicht gefunden|не найден|не существует|bestaat niet)|(?:домен|хост)[^.;]{0,40}(?:не (?:найден|существует)|неизвестен)|ドメイン[^。;]{0,20}(?:存在しません|見つかりません|存在しない)|ホスト[^。;]{0,20}(?:見つかりません|不明)|域名[^。;]{0,10}(?:不存在|错误)/,
];
