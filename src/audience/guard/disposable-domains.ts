/**
 * Well-known services that give an address away for some minutes. Short on purpose: a list of thousands is out of date the
 * day it ships, and the newsroom adds what it meets.
 */
export const disposableDomains: ReadonlySet<string> = new Set(
  `mailinator.com guerrillamail.com guerrillamail.net guerrillamail.org guerrillamail.biz sharklasers.com grr.la
10minutemail.com 10minutemail.net 20minutemail.com temp-mail.org tempmail.com tempmail.net tempmailo.com tempail.com
throwawaymail.com yopmail.com yopmail.fr yopmail.net getnada.com nada.email maildrop.cc mailnesia.com mailcatch.com
mintemail.com mytemp.email moakt.com moakt.cc dispostable.com discard.email discardmail.com trashmail.com trashmail.de
trashmail.net trash-mail.com wegwerfmail.de wegwerfmail.net wegwerfmail.org spamgourmet.com spambox.us spam4.me
mailexpire.com fakeinbox.com fakemail.net emailondeck.com getairmail.com inboxkitten.com burnermail.io incognitomail.org
jetable.org mohmal.com tempinbox.com mail-temp.com minuteinbox.com dropmail.me 33mail.com`.split(/\s+/),
);
