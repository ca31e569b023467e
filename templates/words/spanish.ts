import type { Words } from './english.ts';
import { wordFormsOf } from './word-forms.ts';

const locale = 'es';
const { counted, and, or, money, sum } = wordFormsOf(locale, 'narrowSymbol');

const tries = (count: number): string => counted(count, { one: 'un intento', other: '# intentos' });
const months = (count: number): string => counted(count, { one: 'un mes', other: '# meses' });
const seconds = (count: number): string => counted(count, { one: 'un segundo', other: '# segundos' });

const wrongCode = (triesLeft: number): string =>
  `Ese no es el código del correo. Revisa las seis cifras: te ${triesLeft === 1 ? 'queda' : 'quedan'} ${tries(triesLeft)}.`;

/** Castellano de periódico local, de tú. Los boletines «te llegan»; la palabra «suscripción» queda para la de pago. */
export const spanish: Words = {
  name: 'Español',
  readIn: 'Leer en español',
  locale,
  money,
  sum,
  listed: (names) => (names.length === 0 ? 'nuestros boletines' : and(names)),
  priceEvery: {
    month: (amount) => `${amount} al mes`,
    year: (amount) => `${amount} al año`,
  },
  prices: (prices) => (prices.length === 0 ? 'Sin costo' : prices.join(' o ')),

  frame: {
    skip: 'Ir al contenido',
    menu: 'Menú',
    sections: 'Secciones',
    paper: 'El periódico',
    languages: 'Idioma',
    newsletters: 'Boletines',
    subscription: 'Suscripción digital',
    account: 'Tu cuenta',
    privacy:
      'Usamos tu dirección para enviarte lo que pediste. No se vende, no se presta y no se le muestra a nadie.',
    error: 'Error: ',
    problems: (count) => (count === 1 ? 'Hay algo que corregir' : 'Hay algunas cosas que corregir'),
    leaveEmpty: 'Deja esto vacío',
    toFront: 'Ir a la portada',
    readToday: 'Leer las noticias de hoy',
  },

  fields: {
    email: 'Tu correo electrónico',
    name: 'Tu nombre (opcional)',
    nameHint: 'Para saludarte en nuestros correos.',
    code: 'El código del correo',
  },

  problems: {
    badAddress: 'Revisa la dirección: debe parecerse a nombre@example.org',
    nothingTicked: 'Elige al menos un boletín',
    badRhythm: 'Elige entre cada noticia, cada día o cada semana',
    badTier: 'Elige una de las suscripciones',
    longName: 'Escribe un nombre de 80 caracteres como máximo',
    brokenName: 'Escribe el nombre en una sola línea y solo con letras',
    linkInName: 'El nombre no puede llevar enlaces ni direcciones',
    disposableAddress:
      'Danos una dirección que siga siendo tuya la semana que viene: esta es de un servicio de usar y tirar',
    roleAddress: 'Danos tu propia dirección: esta es de una oficina',
    sameAddress: 'Nuestros correos ya llegan a esa dirección',
    notSure: 'Marca la casilla: esto no se puede deshacer',
    mailOnItsWay:
      'En este mismo momento está saliendo un correo para ti. Vuelve a pulsar dentro de un minuto',
    stillPays: 'Termina antes tu suscripción de pago, para que no se te cobre cuando ya no estés',
    longMessage: 'Usa 300 caracteres como máximo',
    linkInMessage: 'No pongas enlaces: los programas de correo lo tomarían por spam',
    noGift: 'Elige un regalo',
  },

  consent: (publication) =>
    `Usamos tu dirección para enviarte lo que elijas de ${publication} y para nada más. Cada correo lleva un enlace para darte de baja con un clic.`,

  choices: {
    newsletters: 'Boletines',
    howOften: 'Con qué frecuencia',
    howOftenHint: 'Un boletín que no sale con esta frecuencia conserva la suya.',
    subscription: 'Suscripción',
    subscriptionHint:
      'Aquí no se paga nada. Si eliges una de pago, la redacción te escribe cuando hayas confirmado.',
    rhythms: { each_story: 'Cada noticia', daily: 'Cada día', weekly: 'Cada semana' },
    rhythmHints: {
      each_story: 'Un correo breve en cuanto sale una noticia',
      daily: 'Un resumen al día',
      weekly: 'Un resumen a la semana',
    },
    yourRhythm: (names) => `Te llega a tu ritmo: ${or(names.map((name) => name.toLowerCase()))}.`,
  },

  signUp: {
    kicker: 'Apúntate',
    button: '¡ME APUNTO!',
    title: 'Apúntate',
    description: (publication) => `Boletines de ${publication}, a tu ritmo.`,
    headline: (publication) => `Recibe ${publication} en tu correo`,
    dek: 'Elige qué quieres leer y cada cuánto. Para dejarlo basta un clic en cualquier correo.',
    didYouMean: (address) => `¿Querías decir ${address}?`,
    didYouMeanThis: '¿Querías decir {address}?',
    use: (address) => `Usar ${address}`,
    oneLeft: 'Falta un paso',
    chooseMore: 'Elegir boletines y frecuencia',
    answer: (sender, address, subject) =>
      `Ahora mira tu bandeja de entrada. Va en camino a ${address} un correo de ${sender} con el asunto «${subject}».`,
    closed: 'Este formulario está cerrado',
    closedText:
      'Este formulario ya no admite más altas. Nuestros boletines siguen ahí: elige lo que te gustaría leer.',
    closedLink: 'Elegir boletines',
  },

  oneButton: {
    title: 'Un paso más',
    headline: '¿Es esta tu dirección?',
    dek: (newsletters) => `Entonces pulsa el botón y te escribiremos ahí sobre ${newsletters}.`,
    yes: 'Sí, escríbanme',
    wait: (count) =>
      `Están llegando muchísimas altas, así que el botón funciona dentro de ${seconds(count)}.`,
    no: 'No, cambiar la dirección',
  },

  countdown: { left: 'Disponible en # s.', now: 'Ya está disponible.' },

  checkMail: {
    title: 'Mira tu correo',
    headline: 'Ahora mira tu bandeja de entrada',
    writingTo: 'Te estamos escribiendo a',
    wrongAddress: '¿No es esa? Cámbiala',
    from: 'De',
    subject: 'Asunto',
    what: 'Ábrelo y pulsa el botón, o escribe aquí sus seis cifras. Hasta entonces no te enviamos nada.',
    open: (webmail) => `Abrir ${webmail}`,
    confirm: 'Confirmar con este código',
    codeUsedUp: 'Este código ya no sirve. Pide que te enviemos el correo otra vez y tendrás uno nuevo.',
    wrongCode,
    typed: 'Escribiste {typed}. ¿Querías decir {offered}?',
    keep: 'Dejar lo que escribí',
    nothingThere: '¿No llega nada?',
    sentAgain: 'Enviado otra vez. El correo anterior también sigue valiendo.',
    tooSoon: (count) => `Aún es pronto. Podemos enviar otro correo dentro de ${seconds(count)}.`,
    spam: 'Mira en la carpeta de spam y dale un minuto: a veces el correo se toma su tiempo.',
    sendAgain: 'Enviar el correo otra vez',
    waitHint: 'Disponible 60 segundos después del último.',
    whileYouWait: 'Mientras esperas',
    whatToRead: '¿Qué te gustaría leer?',
    saved: 'Guardamos tu elección. Empieza en cuanto confirmes.',
    save: 'Guardar mi elección',
  },

  confirm: {
    title: 'Confirmar',
    headline: 'Pulsa una vez y es tuyo',
    dek: (address, newsletters) => `${address} recibirá ${newsletters}.`,
    yes: 'Sí, quiero recibirlo',
    notYou: '¿No fuiste tú? Entonces cierra esta página y no se enviará nada.',
    done: 'Ya estás en la lista',
    doneDek: 'Esto es lo que te llegará a la puerta.',
    doneBefore: 'Tu alta está confirmada. Lo que elegiste va camino de tu puerta.',
    asked: (tier) =>
      `Pediste {asked}. La redacción te escribirá sobre el pago; hasta entonces lees con ${tier}.`,
    change: 'Cambiar lo que recibes o cada cuánto',
  },

  badLink: {
    expired: {
      title: 'Este enlace ha caducado',
      text: 'Un enlace de confirmación vale solo unos días, para que un correo viejo en malas manos no haga daño.',
    },
    used: {
      title: 'Este enlace ya cumplió',
      text: 'Ya se usó y solo funciona una vez. Si fuiste tú, no queda nada por hacer.',
    },
    unknown: {
      title: 'No podemos leer este enlace',
      text: 'Quizá se perdió un trozo por el camino: los enlaces largos a veces se parten en dos.',
    },
    freshHint: 'Si te apuntaste con ella, te enviamos enseguida un enlace nuevo.',
    sendFresh: 'Envíenme un enlace nuevo',
    sent: 'Mira tu bandeja de entrada',
    sentText:
      'Si conocemos esa dirección, ya va en camino un correo con un enlace nuevo. Debería llegar en un minuto.',
    nowhere: 'Este enlace no lleva a ninguna parte',
    nowhereText: [
      'Puede que se cortara de camino a ti, o que sea muy viejo.',
      'Prueba otra vez desde el propio correo; todas nuestras noticias están en la portada.',
    ],
  },

  sample: {
    title: 'Esto es una muestra',
    unsubscribe: 'En el correo de un lector, este enlace abre la página en la que se da de baja del boletín.',
    preferences:
      'En el correo de un lector, este enlace abre la página en la que cambia lo que recibe y cada cuánto.',
    poll: 'En el correo de un lector, este enlace abre la página en la que da esta respuesta.',
    text: 'Este pertenece a una vista previa o a un correo de prueba, así que aquí no puede pasar nada.',
  },

  trouble: {
    notFound: 'Aquí no hay ninguna página',
    notFoundText:
      'Puede haber una errata en la dirección, o la página se ha mudado. Las noticias de hoy están donde siempre.',
    gone: 'Esta noticia ya no está aquí',
    goneText:
      'La redacción la ha retirado. La dirección no está mal, y lo que recibiste por correo sigue siendo tuyo.',
    unreadable: 'No pudimos leerlo',
    unreadableText:
      'Llegó demasiado largo, o a trozos, y no ha cambiado nada. Vuelve atrás e inténtalo de nuevo.',
    title: 'Algo se rompió',
    headline: 'Algo se rompió de nuestro lado',
    text: 'No es culpa tuya y ya hemos tomado nota. Lo que tenías sigue como estaba; lo que acabas de enviar quizá no se guardó. Inténtalo de nuevo en unos minutos.',
    quote: 'Si nos escribes por esto, menciona {reference}.',
    slower: 'Un poco más despacio, por favor',
    slowerText:
      'Esto se ha pedido muchas veces desde tu conexión, así que nos tomamos un pequeño descanso. Nada de lo que tenías ha cambiado.',
    again: 'Inténtalo de nuevo en unos minutos.',
    againAfter: 'Inténtalo de nuevo a partir del {moment}.',
  },

  leave: {
    title: (newsletter) => `Darse de baja de ${newsletter}`,
    headline: (newsletter) => `¿Quieres darte de baja de ${newsletter}?`,
    dek: (address) => `Dejará de llegar a ${address}.`,
    rather: 'Mejor ponerlo en pausa o recibirlo menos a menudo',
    left: (newsletter) => `Te has dado de baja de ${newsletter}`,
    leftDek: (address) =>
      `Ya no llegará nada más a ${address}. Puede que todavía aparezca un correo que estaba en camino.`,
    undo: 'Deshacer y seguir recibiéndolo',
    weekly: 'Mejor una vez por semana',
    thanks: 'Gracias. Lo leerá la redacción.',
    why: '¿Nos cuentas por qué?',
    whyHint: 'Un toque, y solo si quieres.',
    reasons: {
      'too often': 'Llega demasiado',
      'not for me': 'No es para mí',
      'never asked': 'Nunca lo pedí',
      elsewhere: 'Lo leo en otro sitio',
    },
    others: '¿Y los demás?',
    othersText: 'Tus otros boletines siguen como antes.',
    all: 'Darme de baja de todos los boletines',
    leftAll: 'Te has dado de baja de todo',
    leftAllDek: (address) =>
      `Ya no llegará ningún boletín a ${address}. Gracias por leernos; el periódico sigue abierto para ti cuando quieras.`,
    undoAll: 'Deshacer y seguir recibiéndolos',
    stays: 'Sigues con nosotros',
    staysDek: (address) => `Esto llega a ${address}.`,
  },

  preferences: {
    title: 'Lo que recibes',
    headline: 'Lo que recibes de nosotros',
    dek: (address, tier) => `Para ${address}, con la suscripción ${tier}.`,
    saved: 'Guardado. Esto es lo que recibes a partir de ahora.',
    paused: 'En pausa. No llega nada hasta el día que ves abajo.',
    resumed: 'Se acabó la pausa. Todo llega como antes.',
    undone: 'Deshecho. Todo llega como antes.',
    save: 'Guardar mi elección',
    sections: 'Secciones que sigues',
    sectionsHint:
      'Los resúmenes dejan fuera las noticias de las demás. Si no marcas ninguna, te llegan todas.',
    howOftenOf: (newsletter) => `: ${newsletter}`,
    language: 'Idioma',
    languageHint: 'El de nuestras páginas y correos. Las noticias siguen como se escribieron.',
    timeZone: 'Tu zona horaria',
    timeZoneHint:
      'Los resúmenes diarios y semanales llegan a su hora según tu reloj. No hace falta que digas nada: entonces vale el nuestro.',
    ourTimeZone: (zone) => `La nuestra: ${zone}`,
    ownTimeZone: 'Tu dispositivo dice {zone}.',
    takeTimeZone: 'Elegirla',
    leaveAll: 'Dejarlo todo',
    leaveAllText: 'Todos los boletines terminan al momento. En la página siguiente puedes deshacerlo.',
    toAccount: 'Tu dirección, tus datos y cómo borrarlos: {account}',
    account: 'tu cuenta',
    onPause: 'En pausa',
    pausedUntil: 'No se envía nada hasta el {day}. Después todo vuelve a como estaba.',
    resume: 'Reanudar ahora',
    goingAway: '¿Te vas de viaje?',
    goingAwayText: 'Ponlo todo en pausa. Vuelve solo.',
    pause: (weeks) => counted(weeks, { one: 'Pausa de una semana', other: 'Pausa de # semanas' }),
    backOn: (day) => `vuelve el ${day}`,
    freshTitle: 'Un enlace nuevo',
    freshHeadline: 'Este enlace no abre tu página',
    freshText:
      'Está incompleto, o es de un alta que ya terminó. Al pie de nuestro último correo hay uno bueno, o te enviamos uno nuevo ahora.',
    askHeadline: 'Cambia lo que recibes',
    askText:
      'Todos nuestros correos llevan al pie un enlace a tu página. Si no tienes ninguno a mano, pide que te enviemos uno nuevo.',
  },

  offers: {
    asked: {
      title: '¿No quieres más ofertas?',
      sentence: 'Tus boletines siguen como están; solo terminan nuestras ofertas de suscripción.',
      button: 'No quiero más ofertas',
    },
    left: {
      title: 'Se acabaron las ofertas',
      sentence: 'Hecho. Tus boletines siguen como están.',
      button: 'Deshacer',
    },
    back: {
      title: 'Vuelven las ofertas',
      sentence: 'Hecho: de vez en cuando te escribiremos sobre alguna suscripción.',
      button: 'No quiero más ofertas',
    },
    whose: (address) => `Para ${address}.`,
  },

  door: {
    title: 'Entrar',
    dek: 'Sin contraseña: enviamos un código a tu dirección y con él entras.',
    emailHint: 'La dirección a la que llegan nuestros correos.',
    send: 'Envíenme un código',
    notYet: '¿Aún no nos lees? {signUp}',
    signUp: 'Apúntate, no cuesta nada',
    codeTitle: 'Escribe el código',
    codeHeadline: 'Ahora mira tu bandeja de entrada',
    codeDek: 'Si esta dirección es de alguien que nos lee, va en camino un código a',
    codeText: (sender, minutes) =>
      `El correo es de ${sender}. Escribe aquí sus seis cifras, o pulsa su botón en este dispositivo. Ambos valen ${minutes} minutos.`,
    codeUsedUp: 'Este código ya no sirve. Pide uno nuevo.',
    wrongCode,
    withCode: 'Entrar con este código',
    nothingThere: '¿No llega nada?',
    spam: 'Mira en la carpeta de spam y dale un minuto. Solo llega a direcciones que se apuntaron: quizá la tuya es otra.',
    another: 'Enviar otro código',
    otherAddress: 'Usar otra dirección',
    linkHeadline: 'Qué bueno verte',
    linkDek: (address) => `Así entra ${address} en este dispositivo.`,
    signMeIn: 'Entrar',
    over: 'Ese código o enlace ya se usó o es demasiado viejo. Pide uno nuevo: tarda un momento.',
    elsewhere:
      'Este enlace funciona en el navegador que lo pidió. Escribe allí el código del mismo correo, o pide otro aquí.',
    buysFirst: (tier) => `Una suscripción va unida a una dirección. Entra y luego elige ${tier} otra vez.`,
    newAddress: 'Tu nueva dirección',
    newAddressHeadline: '¿Te enviamos aquí nuestros correos?',
    newAddressDek: (oldAddress, address) => `Lo que ahora llega a ${oldAddress} llegará a ${address}.`,
    newAddressYes: 'Sí, esta es mi dirección',
    newAddressNotYou: '¿No fuiste tú? Entonces cierra esta página y no cambia nada.',
  },

  account: {
    title: 'Tu cuenta',
    newsletters: 'Boletines',
    none: 'Ninguno',
    change: 'Cambiar lo que llega y cada cuánto',
    subscription: 'Suscripción',
    until: ', hasta el {day}',
    seeAll: 'Ver todas las opciones',
    payment: 'Lo que pagas',
    card: 'Tarjeta y facturas',
    keep: (tier) => `Conservar ${tier}`,
    end: (tier) => `Terminar ${tier}`,
    sessions: 'Dónde tienes la sesión abierta',
    thisOne: ', este mismo',
    lastUsed: ', usado por última vez el {day}',
    signOut: 'Salir',
    endSession: 'Cerrar',
    sessionOf: (device) => ` la sesión de ${device}`,
    device: (browser, system) =>
      browser === null ? (system ?? 'Un navegador') : system === null ? browser : `${browser} en ${system}`,
    signOutAll: 'Cerrar todas las sesiones',
    newAddress: 'Una dirección nueva',
    newAddressText: 'Primero escribimos a la nueva; el cambio empieza cuando digas que sí desde allí.',
    newAddressField: 'Tu nuevo correo electrónico',
    askNewAddress: 'Preguntar a la nueva dirección',
    data: 'Lo que sabemos de ti',
    dataText: 'Todo lo que guardamos, en un archivo que pueden leer personas y programas (JSON).',
    download: 'Descargar mis datos',
    erase: 'Bórrenme',
    eraseText:
      'Se borra al momento todo lo que lleva tu nombre o tu dirección, y nadie puede recuperarlo. La suscripción que tengas termina con ello. Queda un número en nuestras cuentas y una marca cifrada de tu dirección, para que ninguna lista vieja nuestra la traiga de vuelta.',
    sure: 'Sí, borren todo lo que hay sobre mí',
    erased: 'Te hemos borrado',
    erasedText: [
      'Todo lo que llevaba tu nombre o tu dirección ha desaparecido. Puede que todavía llegue un correo que ya había salido.',
      'Si un día quieres volver, apúntate como la primera vez. Nos alegraría.',
    ],
    noGifts: 'No quedan regalos este mes',
    noGiftsText: 'Ya regalaste todos los enlaces de este mes. El mes que viene habrá más.',
    linkOver: 'Este enlace ya cumplió',
    linkOverText: 'Ya se usó, o tiene más de una hora. Puedes pedir otro en tu cuenta.',
    changed: 'Tu dirección ha cambiado',
    changedText: (address) =>
      `A partir de ahora nuestros correos llegan a ${address}. Avisamos a la dirección anterior.`,
    taken: 'Esta dirección ya recibe lo suyo',
    takenText:
      'No puede haber dos lectores en la misma. Da de baja una de las dos, o escribe a la redacción, y vuelve a intentarlo.',
    done: {
      asked: 'Ahora mira la bandeja de la dirección nueva. El cambio empieza con el botón de nuestro correo.',
      ended: 'Esa sesión está cerrada.',
      paid: 'Gracias. El pago está en camino; tu suscripción se abre en un momento.',
      changed: 'Tu suscripción ha cambiado.',
      ends: 'Termina con el periodo que ya está pagado. Hasta entonces no cambia nada.',
      'ended-now': 'Ha terminado. Tus boletines siguen como están.',
      stays: 'Qué bien que te quedas. El próximo pago es menor.',
      resumed: 'Sigue como antes.',
      gift: 'Es tuyo. Que lo disfrutes.',
      seat: 'La plaza es tuya.',
      'not-ours':
        'Eso venía de una página que llevaba mucho tiempo abierta. No ha cambiado nada; inténtalo de nuevo.',
    },
    paymentFailed: (cost) => `${cost}. El último pago no se pudo cobrar: revisa tu tarjeta.`,
    paidUntil: (day) => `Pagada hasta el ${day}, y no se renueva.`,
    freeUntil: (day, cost) => `Gratis hasta el ${day}, después ${cost}.`,
    renewedOn: (cost, day) => `${cost}, se renueva el ${day}.`,
    periodEnd: 'último día del periodo',
  },

  membership: {
    buyFor: (address) => `Para ${address}.`,
    standing: (tier) => `Ahora tienes ${tier}; lo que pagaste y no has usado se descuenta del nuevo precio.`,
    trial: (days) =>
      `${counted(days, { one: 'El primer día no cuesta', other: 'Los primeros # días no cuestan' })} nada, y puedes terminarla antes.`,
    renewed:
      'Se renueva sola hasta que la termines, en tu cuenta y con un clic. Si tienes un cupón, podrás usarlo en la página siguiente.',
    end: (tier) => `Terminar ${tier}`,
    endHeadline: (tier) => `¿Terminar ${tier}?`,
    endDek: (tier) => `Tus boletines siguen como están. Solo se cierra lo que abre ${tier}.`,
    endWithPeriod: 'Terminarla con este periodo',
    endAfter: (day) => `Terminarla después del ${day}`,
    endToday: 'Terminarla hoy',
    endTodayHint:
      'Si termina hoy, se pierde el resto del periodo. Escríbenos si quieres que te lo devolvamos.',
    stay: (percent) => `O quédate, con un ${percent} % menos la próxima vez`,
    stayText: 'Si es por el dinero: el próximo pago es menor y no cambia nada más.',
    stayButton: 'Quedarme por menos',
    leaveAsIs: 'Dejarlo todo como está',
    trouble: 'No se pudo completar',
    troubleText:
      'El servicio que cobra nuestros pagos no respondió como debía. No se cobró ni cambió nada; inténtalo de nuevo en unos minutos.',
    toAccount: 'Ir a tu cuenta',
  },

  claim: {
    signInFirst: 'Primero entra o apúntate, y luego abre este enlace otra vez: sigue valiendo.',
    signIn: 'Entrar',
    signUp: 'Apuntarme',
    gift: 'Un regalo para ti',
    somebody: 'Alguien',
    giftText: (giver, tier, count) => `${giver} te regala ${tier} durante ${months(count)}. Termina solo.`,
    unwrap: 'Abrirlo',
    gone: 'Este regalo ya no está',
    goneText: 'Ya lo abrieron, o ha esperado más de un año.',
    seatText: (group, tier) => `${group} tiene una plaza para ti: ${tier}, y no pagas nada.`,
    takeSeat: 'Tomar mi plaza',
    noGroup: 'Esta invitación ya no vale',
    noGroupText: 'Pide una nueva a quien te la envió.',
    full: 'No quedan plazas',
    fullText: 'Pregunta a quien te envió la invitación.',
  },

  subscribe: {
    title: 'Suscripción digital',
    description: (publication) => `Suscripciones digitales de ${publication} y lo que cuestan.`,
    notPaid: 'No se pagó nada y no ha cambiado nada.',
    dek: 'El periodismo local lo pagan quienes lo leen. Lee gratis o ayuda a pagar lo demás.',
    byCard:
      'Se paga con tarjeta y se renueva hasta que la termines en tu cuenta. ¿Una escuela, una biblioteca, una empresa? Escríbenos.',
    byInvoice: 'La redacción cobra con factura y te escribe cuando hayas confirmado.',
    none: 'Todavía no hay ninguna suscripción: todas las noticias están abiertas para todos.',
    forOthers: '¿Es para otra persona? {give}',
    give: 'Regala una suscripción',
    suggestion: 'Nuestra sugerencia',
    start: (tier) => `Empezar con ${tier}`,
    nothing: '{nothing} que pagar',
    nothingWord: 'Nada',
    every: { month: '{amount} al mes', year: '{amount} al año' },
  },

  give: {
    title: 'Regala una suscripción',
    description: (publication) =>
      `Una suscripción digital de ${publication} para regalar: se paga una vez y termina sola.`,
    dek: 'Se paga una vez y termina sola. Quien la recibe no debe nada.',
    gift: 'El regalo',
    offer: (tier, count) => `${tier}, ${months(count)}`,
    recipient: '¿Para quién es?',
    recipientHint: 'Su correo electrónico. Si lo dejas vacío, recibes un enlace para entregarlo tú.',
    name: 'Tu nombre',
    nameHint: 'Tal como lo leerá. Si lo dejas vacío, el regalo va de nuestra parte.',
    emailHint: 'Para el recibo. No entra en ninguna lista.',
    message: 'Unas palabras tuyas',
    pay: 'Continuar al pago',
    paid: 'Gracias. En un minuto te llega un correo sobre tu regalo.',
    troubleText:
      'El servicio que cobra nuestros pagos no respondió como debía. No se cobró nada; inténtalo de nuevo en unos minutos.',
    back: 'Volver al regalo',
  },

  gift: {
    title: 'Una noticia para regalar',
    dek: (headline) => `Quien abra este enlace lee «${headline}» entera, sin suscripción.`,
    link: 'El enlace',
    byMail: 'Enviarlo por correo',
    works: 'Funciona 25 veces durante 30 días.',
    left: (count) =>
      count === 0
        ? 'Era el último de este mes.'
        : `Te ${counted(count, { one: 'queda uno', other: 'quedan #' })} por regalar este mes.`,
  },

  archive: {
    past: 'Ediciones anteriores',
    title: (newsletter) => `${newsletter}: ediciones anteriores`,
    nothing: 'Todavía no se ha enviado nada.',
    older: 'Ediciones más antiguas',
    getByMail: (newsletter) => `Recibir ${newsletter} por correo`,
    already: '¿Ya lo recibes? {change}',
    change: 'Cambia lo que recibes o date de baja',
    closed: 'El resto de esta noticia es para quienes se han apuntado. {more}',
    readOn: 'Seguir leyendo',
    question: 'Una pregunta a los lectores',
    answerByMail: 'Los lectores responden desde su correo.',
  },

  poll: {
    soFar: (answer) => `Por ahora has respondido «${answer}». Puedes cambiarlo.`,
    count: 'Contar mi respuesta',
    change: 'Cambiar mi respuesta',
    onlyCounts: 'Una respuesta por lector. Los lectores y la redacción solo ven los totales.',
    chooseOne: 'Elige una respuesta',
    counted: 'Tu respuesta ya cuenta. Gracias.',
    answered: (readers) =>
      counted(readers, { one: 'Ha respondido un lector', other: 'Han respondido # lectores' }),
    answer: 'Respuesta',
    share: 'Porcentaje',
    readers: 'Lectores',
    yours: 'tu respuesta',
  },

  stay: {
    asked: '¿Sigues leyendo?',
    keeps: (newsletter) => `Pulsa el botón y seguirás recibiendo ${newsletter}.`,
    stopped: (newsletter) =>
      `Dejamos de enviarte ${newsletter} porque no tuvimos respuesta. Pulsa el botón y volverá a llegar.`,
    yes: 'Sí, quiero seguir recibiéndolo',
    yesAgain: 'Sí, quiero recibirlo otra vez',
    forAddress: (address) => `Para ${address}.`,
    stays: 'Seguirá llegando',
    asBefore: (newsletter) => `Recibirás ${newsletter} como hasta ahora. Gracias por leernos.`,
    settled: 'Esta pregunta ya está resuelta',
    chosenSince: (newsletter) =>
      `Desde que preguntamos se eligió otra cosa para ${newsletter}, y eso es lo que vale. Puedes suscribirte cuando quieras.`,
    all: 'Todos los boletines',
  },

  article: {
    updated: 'Actualizado: {moment}',
    give: 'Regalar esta noticia',
    more: 'Más noticias',
    readOn: 'Sigue leyendo, no cuesta nada',
    forSubscribers: 'El resto es para suscriptores',
    forTier: (tier) => `El resto es para quienes tienen ${tier}`,
    usedUp: 'Ya leíste las noticias gratuitas de este mes. ',
    forRegistered: 'Esta noticia es para quienes se han apuntado a alguno de nuestros boletines.',
    paysFor: 'Alguien salió a preguntar, y eso lo pagan las suscripciones.',
    seeTiers: 'Ver las suscripciones',
    haveOne: 'Ya tengo una: entrar',
    haveSignedUp: 'Ya me apunté: entrar',
    given: 'Alguien que nos lee te ha regalado esta noticia.',
    lastFree: 'Esta es la última noticia gratuita del mes.',
    free: (left) =>
      `Esta la lees gratis. Este mes te ${counted(left, { one: 'queda una más', other: 'quedan # más' })}.`,
  },

  front: {
    empty: 'La primera noticia se está escribiendo. Deja tu dirección y no te la perderás.',
    emptyAlone: 'La primera noticia se está escribiendo. Vuelve a mirar dentro de unos días.',
    more: 'Más noticias',
  },

  newsletters: {
    title: 'Boletines',
    dek: 'El periódico en tu puerta, tantas veces como quieras. Marca lo que te interesa y deja tu dirección.',
    none: 'En este momento ningún boletín admite lectores nuevos. Vuelve a mirar dentro de unos días.',
  },

  mails: {
    by: (byline) => (/^por\s/i.test(byline) ? byline : `Por ${byline}`),
    askedReason: (publication) =>
      `Recibes este correo porque alguien escribió tu dirección en un formulario de ${publication}.`,
    rhythmLink: 'Cambiar cada cuánto llega',
    browserLink: 'Leerlo en el navegador',
    leaveLink: 'Darme de baja de este boletín',

    confirmation: {
      subject: (newsletters) => `Confirma: ${newsletters}`,
      preheader: (code, newsletters) =>
        `Tu código es ${code}. Pulsa un botón y empezarás a recibir ${newsletters}.`,
      headline: '¿Es esta tu dirección?',
      text: (newsletters, publication) =>
        `Alguien, esperamos que tú, pidió que ${newsletters} de ${publication} llegue a esta dirección. Di que sí y así será.`,
      yes: 'Sí, apúntenme',
      orCode: 'O escribe este código en la página donde te apuntaste:',
      notYou: '¿No fuiste tú? Entonces no hay que hacer nada. Sin tu sí no enviamos nada.',
      formSaid: (words) => `El formulario decía: «${words}»`,
    },

    already: {
      subject: (newsletters) => `Ya recibes ${newsletters}`,
      preheader: 'No ha cambiado nada y no hay nada que confirmar.',
      headline: 'Ya estás en la lista',
      text: (newsletters) =>
        `Alguien, seguramente tú, acaba de apuntar esta dirección a ${newsletters}. Ya lo recibes, así que no ha cambiado nada y no hay nada que confirmar.`,
      notArriving:
        '¿No te llega? Busca en la carpeta de spam y márcalo allí como deseado. Si quieres otra frecuencia, mira tus boletines.',
      look: 'Ver mis boletines',
      notYou: '¿No fuiste tú? Entonces no pasa nada: quien fuera no ha sabido que nos lees.',
    },

    preferencesLink: {
      subject: (publication) => `Tus boletines de ${publication}`,
      preheader: 'El enlace que pediste: elige, cambia la frecuencia o date de baja.',
      headline: 'Aquí tienes tu enlace',
      text: 'Abre la página con tus boletines. Allí puedes elegir otros, cambiar cada cuánto llegan o darte de baja.',
      open: 'Abrir mis boletines',
      yours: 'El enlace es solo tuyo: no reenvíes este correo.',
      notYou: '¿No fuiste tú? Entonces no hay que hacer nada. No ha cambiado nada.',
      reason: (publication) =>
        `Recibes este correo porque alguien pidió a ${publication} el enlace de esta dirección.`,
    },

    signIn: {
      subject: (code, publication) => `${code} es tu código para ${publication}`,
      preheader: (minutes) => `Escríbelo donde lo pediste, o pulsa el botón. Vale ${minutes} minutos.`,
      headline: 'Por aquí se entra',
      text: 'Escribe este código en la página donde pediste entrar:',
      sameDevice: '¿Lees esto en el mismo dispositivo? Entonces pulsa el botón.',
      button: 'Entrar',
      good: (minutes) => `Ambos valen ${minutes} minutos y una sola vez.`,
      notYou:
        '¿No fuiste tú? Entonces no hay que hacer nada: sin este correo no entra nadie. No des nunca el código a quien te lo pida.',
      reason: (publication) =>
        `Recibes este correo porque alguien pidió entrar en ${publication} con esta dirección.`,
    },

    newAddress: {
      subject: (publication) => `Tu nueva dirección en ${publication}`,
      preheader: 'Pulsa un botón y nuestros correos llegan aquí.',
      headline: '¿Te enviamos aquí nuestros correos?',
      text: (oldAddress, publication) =>
        `La persona que nos lee en ${oldAddress} pidió que todo lo de ${publication} llegue a esta dirección.`,
      yes: 'Sí, esta es mi dirección',
      good: 'El enlace vale una hora.',
      notYou: '¿No fuiste tú? Entonces no hay que hacer nada. Sin tu sí no cambia nada.',
      reason: (publication) =>
        `Recibes este correo porque alguien que lee ${publication} dio esta dirección como la suya nueva.`,
    },

    addressChanged: {
      subject: 'Nuestros correos van ahora a otra dirección',
      preheader: (address) => `A partir de ahora van a ${address}.`,
      headline: 'Tu dirección ha cambiado',
      text: (publication, address) =>
        `Lo que llegaba a esta dirección de ${publication} va a partir de ahora a ${address}. Lo pediste tú, y la nueva dirección dijo que sí.`,
      notYou: '¿No fuiste tú? Escríbenos cuanto antes: una respuesta a este correo llega a la redacción.',
      reason: (publication) =>
        `Recibes este correo una sola vez, porque esta era tu dirección en ${publication}.`,
    },

    welcome: {
      preheader: (frequency) => `Ya estás en la lista. Te llega: ${frequency}.`,
      when: (frequency) => `Cuándo esperarlo: ${frequency}.`,
      untilThen: 'Para leer mientras tanto',
      reason: (newsletters, publication) =>
        `Recibes este correo porque te apuntaste a ${newsletters} en ${publication} y lo confirmaste.`,
    },

    letter: {
      orCode: '¿Lees esto en otro dispositivo? Entonces escribe allí este código:',
      noOffers: 'No quiero más ofertas',
      offersOf: (publication) => `Ofertas de ${publication}`,
      reminderNotYou: '¿No fuiste tú? Entonces no hay que hacer nada: no volveremos a escribirte sobre esto.',
      reminderReason: (publication) =>
        `Recibes este correo una sola vez, porque alguien dio esta dirección a ${publication} y no la confirmó.`,
      stayReason: (newsletter) =>
        `Recibes este correo una sola vez, porque ${newsletter} llega a esta dirección desde hace mucho sin ninguna señal de que alguien lo lea.`,
      offerReason: (publication) =>
        `Recibes este correo porque tuviste una suscripción a ${publication} y todavía lees sus boletines.`,
      membershipReason: (publication) =>
        `Recibes este correo porque trata de tu suscripción a ${publication}.`,
    },

    gift: {
      subject: (giver) => `${giver} tiene un regalo para ti`,
      subjectFromUs: (publication) => `Un regalo de ${publication}`,
      preheader: (tier, count) => `${tier}, durante ${months(count)}: noticias locales, ya pagadas.`,
      headline: 'Un regalo para ti',
      text: (giver, tier, publication, count) =>
        `${giver} te regala ${tier} de ${publication} durante ${months(count)}. No se renueva solo y no hay nada que pagar.`,
      take: 'Aceptar el regalo',
      good: 'El enlace vale un año, una sola vez. El tiempo cuenta desde el día en que lo aceptas.',
      reason: (publication) =>
        `Recibes este correo una sola vez, porque alguien dio tu dirección a ${publication} para este regalo. No te pone en ninguna lista.`,
    },

    giftReceipt: {
      subject: 'Tu regalo está listo',
      preheader: (tier, count) => `${tier} durante ${months(count)}. Gracias.`,
      headline: 'Gracias',
      text: (tier, publication, count, amount) =>
        `${tier} de ${publication} durante ${months(count)}: ${amount}, pagado una sola vez.`,
      link: 'Aquí tienes el enlace de tu regalo. Envíalo, imprímelo o ponlo en una tarjeta:',
      button: 'El regalo',
      waits: 'Quien lo abra primero puede aceptar el regalo. Espera un año.',
      onItsWay: (address) => `Va en camino a ${address} un correo con tu regalo.`,
      reason: (publication) => `Recibes este correo porque compraste un regalo de ${publication}.`,
    },

    edition: {
      greeting: (name) => (name === '' ? 'Hola:' : `Hola, ${name}:`),
      readIt: 'Leer',
      reason: (publication) => `Lo recibes porque te apuntaste en ${publication}.`,
      restIsClosed: 'El resto de esta noticia es para suscriptores',
      tierOpens: (tier) =>
        `${tier} la abre, con todo lo demás que escribimos. Paga a quienes salen a preguntar.`,
      notByMail: 'No se puede leer por correo.',
      seeTiers: 'Ver las suscripciones',
      advertisement: 'Publicidad',
      visit: (sponsor) => `Visitar ${sponsor}`,
      question: 'Una pregunta para ti',
      oneAnswer: 'Una respuesta por lector, que puedes cambiar. Solo se muestran los totales.',
    },
  },

  letters: {
    welcome: {
      subject: 'Te damos la bienvenida a {{newsletters}}',
      headline: 'Hola, {{name}}',
      body: 'Ya estás en la lista: {{newsletters}} llegará a esta dirección.\n\nSi el primero se retrasa, busca en la carpeta de spam y márcalo allí como deseado; después ya sabrá el camino.',
      button: 'Elegir qué llega y cada cuánto',
    },
    reminder: {
      subject: 'Solo falta un clic para {{newsletters}}',
      headline: '¿Todavía lo quieres?',
      body: 'Pediste {{newsletters}} y no supimos más de ti. Sin tu sí no llega nada.',
      button: 'Sí, apúntenme',
    },
    'still-reading': {
      subject: '¿Quieres seguir recibiendo {{newsletters}}?',
      headline: '¿Sigues leyendo?',
      body: 'Hace mucho que recibes {{newsletters}} y no sabemos si alguien lo lee: algunos programas de correo no nos dicen nada.\n\nSi lo quieres, pulsa el botón y todo sigue igual. Si no sabemos nada de ti, dejará de llegar, para no llenar un buzón que nadie abre. Es la única vez que preguntamos.',
      button: 'Sí, quiero seguir recibiéndolo',
    },
    'trial-ending': {
      subject: 'Tu prueba de {{tier}} termina el {{day}}',
      headline: 'Tu prueba termina el {{day}}',
      body: 'Has estado leyendo con {{tier}}. A partir del {{day}} cuesta {{price}}, y no tienes que hacer nada.\n\n¿No es para ti? Termínala antes en tu cuenta y no se te cobra nada.',
      button: 'Ver mi suscripción',
    },
    'payment-failed': {
      subject: 'No pudimos cobrar el pago de {{tier}}',
      headline: 'El pago no se pudo completar',
      body: 'Tu tarjeta fue rechazada para {{tier}}. Pasa a veces: una tarjeta nueva, un límite, un descuido del banco.\n\nPor ahora puedes seguir leyendo, y lo intentaremos otra vez. Si cambió la tarjeta, dínoslo en tu cuenta.',
      button: 'Revisar mi tarjeta',
    },
    'card-expiring': {
      subject: 'La tarjeta de {{tier}} caduca el {{day}}',
      headline: 'Tu tarjeta caduca pronto',
      body: 'La tarjeta con la que pagas {{tier}} vale hasta el {{day}}. Con una nueva en tu cuenta, todo sigue como está.',
      button: 'Cambiar mi tarjeta',
    },
    lapse: {
      subject: 'Tu suscripción {{tier}} ha terminado',
      headline: 'Ha terminado',
      body: 'Tu suscripción {{tier}} terminó el {{day}}. Gracias por haber formado parte de ella.\n\nTus boletines siguen llegando. Lo que es para suscriptores queda cerrado por ahora; puedes abrirlo de nuevo cuando quieras.',
      button: 'Suscribirme otra vez',
    },
    'win-back': {
      subject: 'Lo que te has perdido en {{publication}}',
      headline: 'Nos gustaría que volvieras',
      body: 'Hace ya un tiempo que terminó tu suscripción {{tier}}. El periodismo local lo pagan quienes lo leen, y cada persona cuenta.',
      button: 'Ver las suscripciones',
    },
  },
};
