import { inWords, original, type Sample } from './write-mail.ts';

const emil = 'emil@example.test';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Reports in other languages, charsets and encodings. */
export const languageReports: readonly Sample[] = [
  {
    system: 'GMX',
    mail: inWords({
      from: 'GMX Mailer Daemon <mailer-daemon@gmx.example>',
      subject: 'Mail delivery failed: returning message to sender',
      body: `This message was created automatically by mail delivery software.
--
This mail delivery system could not deliver your message to one or more recipients.

"${emil}":
SMTP error from remote server after RCPT command:
host mx.example.test[192.0.2.1]:
5.1.1 <${emil}>... User is unknown {mx001}

--- The header of the original message is following. ---

${original()}`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'web.de in German, Latin-1',
    mail: inWords({
      from: 'Mail-Zustellsystem <mailer-daemon@web.example>',
      subject: '=?iso-8859-1?Q?Nachricht_konnte_nicht_zugestellt_werden?=',
      headers: [
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
      ],
      body: `Ihre Nachricht konnte nicht zugestellt werden an:

${emil}
    Der Empf=E4nger ist unbekannt.
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'laposte in French, base64',
    mail: inWords({
      from: 'Mail Delivery System <MAILER-DAEMON@laposte.example>',
      subject: 'Message non remis',
      headers: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
      body: base64(
        `Votre message n'a pas pu être remis à :\n\n${emil}\n  La boîte aux lettres du destinataire est pleine.\n`,
      ),
    }),
    expected: [[emil, 'mailbox-full']],
  },
  {
    system: 'free in French',
    mail: inWords({
      from: 'Mail Delivery System <MAILER-DAEMON@free.example>',
      subject: 'Echec de la remise',
      headers: ['Content-Type: text/plain; charset=utf-8'],
      body: `Votre message n'a pas pu être distribué.\n\n<${emil}> : cet utilisateur est inconnu à cette adresse\n`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'an Italian system',
    mail: inWords({
      subject: 'Mancato recapito',
      headers: ['Content-Type: text/plain; charset=utf-8'],
      body: `Il messaggio non è stato recapitato a:\n\n${emil}\n  L'indirizzo del destinatario non esiste.\n`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'a Spanish system',
    mail: inWords({
      subject: 'No se puede entregar: Good morning',
      headers: ['Content-Type: text/plain; charset=utf-8'],
      body: `No se pudo entregar el mensaje a estos destinatarios:\n\n${emil}\nNo se encontró la dirección de correo electrónico que especificó.\n`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'a Portuguese system',
    mail: inWords({
      subject: 'Falha na entrega',
      headers: ['Content-Type: text/plain; charset=utf-8'],
      body: `A mensagem não pode ser entregue a:\n\n<${emil}>: caixa postal do usuário inexistente\n`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'a Russian system in KOI8-R',
    mail: inWords({
      subject: 'Mail failure',
      headers: ['Content-Type: text/plain; charset=koi8-r', 'Content-Transfer-Encoding: base64'],
      // «Письмо не доставлено», then «пользователь не найден».
      body: Buffer.concat([
        Buffer.from('8MnT2M3PIM7FIMTP09TB18zFzs8KCg==', 'base64'),
        Buffer.from(`<${emil}>: `),
        Buffer.from([
          0xd0, 0xcf, 0xcc, 0xd8, 0xda, 0xcf, 0xd7, 0xc1, 0xd4, 0xc5, 0xcc, 0xd8, 0x20, 0xce, 0xc5, 0x20,
        ]),
        Buffer.from([0xce, 0xc1, 0xca, 0xc4, 0xc5, 0xce, 0x0a]),
      ]).toString('base64'),
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'a carrier of Japan in ISO-2022-JP',
    mail: inWords({
      from: 'Postmaster@ezweb.example',
      subject: 'Mail System Error - Returned Mail',
      headers: ['Content-Type: text/plain; charset=iso-2022-jp'],
      // "The address was not found", then the English words.
      body: `\u001b$B%"%I%l%9$,8+$D$+$j$^$;$s!#\u001b(B\n\nThe user(s) account is unknown.\n\n<${emil}>: User unknown\n`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'Courier',
    mail: inWords({
      from: 'mail filter <postmaster@example.test>',
      subject: 'NOTICE: mail delivery status.',
      body: `This is a delivery status notification from mx.example.test, running the Courier mail server.

UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<${emil}>:
    mx.example.test [192.0.2.1]:
>>> RCPT TO:<${emil}>
<<< 550 User <${emil}> unknown
`,
    }),
    expected: [[emil, 'address-dead']],
  },
  {
    system: 'a report with nothing but the returned mail to name the reader',
    mail: inWords({
      subject: 'Returned mail: User unknown',
      body: `Your message could not be delivered: the user is unknown.

----- Original message follows -----

${original()}`,
    }),
    expected: [[emil, 'address-dead']],
  },
];
