import { wordFormsOf } from './word-forms.ts';

const locale = 'en-GB';
const { counted, and, or, money, sum } = wordFormsOf(locale);

const tries = (count: number): string => counted(count, { one: 'one try', other: '# tries' });
const months = (count: number): string => counted(count, { one: 'a month', other: '# months' });
const seconds = (count: number): string => counted(count, { one: 'one second', other: '# seconds' });

/** How the door and the page after a sign-up answer a code that was typed wrongly. */
const wrongCode = (triesLeft: number): string =>
  `That is not the code in the mail. Check the six digits; you have ${tries(triesLeft)} left.`;

const rhythms = { each_story: 'Each story', daily: 'Daily', weekly: 'Weekly' };

/**
 * Everything Doorstep itself says to a reader, in English; the other dictionaries have its shape. A `{word}` stands for a part
 * of the page, such as an address in bold; what a function is given is a word of the newsroom's or a number.
 */
export const english = {
  /** In its own language, for whoever looks for it. */
  name: 'English',
  readIn: 'Read in English',
  locale,
  money,
  sum,
  /** Names in a sentence; without any: what the paper has to offer. */
  listed: (names: readonly string[]) => (names.length === 0 ? 'our newsletters' : and(names)),
  priceEvery: {
    month: (amount: string) => `${amount} a month`,
    year: (amount: string) => `${amount} a year`,
  },
  prices: (prices: readonly string[]): string =>
    prices.length === 0 ? 'Nothing to pay' : prices.join(' or '),

  frame: {
    skip: 'Skip to the page',
    menu: 'Menu',
    sections: 'Sections',
    paper: 'The paper',
    languages: 'Language',
    newsletters: 'Newsletters',
    subscription: 'Digital subscription',
    account: 'Your account',
    privacy:
      'Your address is used to send you what you asked for. It is not sold, lent or shown to anyone else.',
    error: 'Error: ',
    problems: (count: number): string =>
      count === 1 ? 'One thing needs mending' : 'A few things need mending',
    leaveEmpty: 'Leave this empty',
    toFront: 'To the front page',
    readToday: 'Read today’s stories',
  },

  fields: {
    email: 'Your e-mail address',
    name: 'Your name (optional)',
    nameHint: 'So that our mails can greet you.',
    code: 'The code from the mail',
  },

  problems: {
    badAddress: 'Please check the address: it should look like name@example.org',
    nothingTicked: 'Please choose at least one newsletter',
    badRhythm: 'Please choose each story, daily or weekly',
    badTier: 'Please choose one of the subscriptions',
    longName: 'Please give a name of at most 80 characters',
    brokenName: 'Please keep the name on one line, letters only',
    linkInName: 'Please leave links and addresses out of the name',
    disposableAddress:
      'Please give an address you will still have next week: this one is from a throwaway service',
    roleAddress: 'Please give your own address: this one belongs to an office',
    sameAddress: 'That is the address our mail comes to already',
    notSure: 'Please tick the box: this cannot be taken back',
    mailOnItsWay: 'A mail to you is leaving at this very moment. Please press it again in a minute',
    stillPays: 'Please end your paid subscription first, so that you are not charged when you are gone',
    longMessage: 'Please keep it to 300 characters',
    linkInMessage: 'Please leave links out: mail programs would take it for spam',
    noGift: 'Please choose a gift',
  },

  /** What stands beside the button of a form, and is kept as consent, to the letter. */
  consent: (publication: string) =>
    `We use your address to send you what you choose from ${publication}, nothing else. One click in every mail ends it.`,

  choices: {
    newsletters: 'Newsletters',
    howOften: 'How often',
    howOftenHint: 'A newsletter that does not come in this rhythm keeps its own.',
    subscription: 'Subscription',
    subscriptionHint: 'Nothing is paid here. For a paid one the newsroom writes to you after you confirm.',
    rhythms,
    rhythmHints: {
      each_story: 'A short mail as soon as a story is out',
      daily: 'One digest a day',
      weekly: 'One digest a week',
    },
    yourRhythm: (names: readonly string[]) =>
      `Comes in your rhythm: ${or(names.map((name) => name.toLowerCase()))}.`,
  },

  signUp: {
    kicker: 'Sign up',
    button: 'SIGN ME UP!',
    title: 'Sign up',
    description: (publication: string) => `Newsletters of ${publication}, in your own rhythm.`,
    headline: (publication: string) => `Have ${publication} delivered`,
    dek: 'Choose what you would like to read and how often. One click in every mail ends it.',
    didYouMean: (address: string) => `Did you mean ${address}?`,
    didYouMeanThis: 'Did you mean {address}?',
    use: (address: string) => `Use ${address}`,
    oneLeft: 'One step left',
    chooseMore: 'Choose newsletters and rhythm',
    answer: (sender: string, address: string, subject: string) =>
      `Now look in your inbox. A mail from ${sender} is on its way to ${address}, with the subject “${subject}”.`,
    closed: 'This form is closed',
    closedText:
      'This form takes no more sign-ups. Our newsletters are still there: choose what you would like to read.',
    closedLink: 'Choose newsletters',
  },

  oneButton: {
    title: 'One more step',
    headline: 'Is this your address?',
    dek: (newsletters: string) =>
      `Then press the button, and we will write to you there about ${newsletters}.`,
    yes: 'Yes, write to me',
    wait: (count: number) =>
      `Very many sign-ups are arriving, so the button works ${seconds(count)} from now.`,
    no: 'No, change the address',
  },

  /** For the script that counts a wait down. */
  countdown: { left: 'Possible in # s.', now: 'Possible now.' },

  checkMail: {
    title: 'Check your mail',
    headline: 'Now look in your inbox',
    writingTo: 'We are writing to',
    wrongAddress: 'Wrong address? Change it',
    from: 'From',
    subject: 'Subject',
    what: 'Open it and press the button, or type its six digits here. Nothing is sent to you before that.',
    open: (webmail: string) => `Open ${webmail}`,
    confirm: 'Confirm with this code',
    codeUsedUp: 'This code can no longer be used. Have the mail sent again for a new one.',
    wrongCode,
    typed: 'You typed {typed}. Did you mean {offered}?',
    keep: 'Keep what I typed',
    nothingThere: 'Nothing there?',
    sentAgain: 'Sent again. The older mail stays good as well.',
    tooSoon: (count: number) =>
      `That was a little early. Another mail can be sent ${seconds(count)} from now.`,
    spam: 'Look in the spam folder, and give it a minute: mail is sometimes slow on its feet.',
    sendAgain: 'Send the mail again',
    waitHint: 'Possible 60 seconds after the last one.',
    whileYouWait: 'While you wait',
    whatToRead: 'What would you like to read?',
    saved: 'Your choices are saved. They begin when you confirm.',
    save: 'Save my choices',
  },

  confirm: {
    title: 'Confirm',
    headline: 'One press, and it is yours',
    dek: (address: string, newsletters: string) => `${address} will get ${newsletters}.`,
    yes: 'Yes, start sending',
    notYou: 'Not you? Then close this page, and nothing will be sent.',
    done: 'You are signed up',
    doneDek: 'This is what will be on your doorstep.',
    doneBefore: 'This sign-up is confirmed. What you chose is on its way to your doorstep.',
    asked: (tier: string) =>
      `You asked for {asked}. The newsroom will write to you about payment; until then you read with ${tier}.`,
    change: 'Change what you get, or how often',
  },

  badLink: {
    expired: {
      title: 'This link has grown old',
      text: 'A link that confirms is good for a few days only, so that an old mail in the wrong hands does no harm.',
    },
    used: {
      title: 'This link has done its work',
      text: 'It was used before, and works only once. If it was you, there is nothing left to do.',
    },
    unknown: {
      title: 'We cannot read this link',
      text: 'Perhaps a piece of it was lost on the way: long links are sometimes cut in two.',
    },
    freshHint: 'If you have signed up with it, a fresh link is on its way at once.',
    sendFresh: 'Send me a fresh link',
    sent: 'Look in your inbox',
    sentText:
      'If we know that address, a mail with a fresh link is on its way to it. It should be there in a minute.',
    nowhere: 'This link leads nowhere',
    nowhereText: [
      'It may have been cut on its way to you, or it is very old.',
      'Try it again from the mail itself; all our stories are on the front page.',
    ],
  },

  sample: {
    title: 'This is a sample',
    unsubscribe:
      'In a mail to a reader, this link opens the page on which that reader leaves the newsletter.',
    preferences:
      'In a mail to a reader, this link opens the page on which that reader changes what comes, and how often.',
    poll: 'In a mail to a reader, this link opens the page on which that reader gives this answer.',
    text: 'This one belongs to a preview or a test mail, so nothing can happen here.',
  },

  trouble: {
    notFound: 'There is no page here',
    notFoundText:
      'The address may have a slip in it, or the page has moved. Today’s stories are where they always are.',
    gone: 'This story is not here any more',
    goneText:
      'The newsroom has taken it back. Nothing is wrong with the address, and whatever you had from us by mail stays yours.',
    unreadable: 'We could not read that',
    unreadableText:
      'It came too long, or in pieces, and nothing was changed. Please go back and try once more.',
    title: 'Something broke',
    headline: 'Something broke on our side',
    text: 'It is not your doing, and we have a note of it. What you had before is as it was; what you have just sent may not have been kept. Please try again in a few minutes.',
    quote: 'If you write to us about it, quote {reference}.',
    slower: 'A little slower, please',
    slowerText:
      'This has been asked for very often from where you are, so we are taking a short rest. Nothing you had before has changed.',
    again: 'Please try again in a few minutes.',
    againAfter: 'Please try again after {moment}.',
  },

  leave: {
    title: (newsletter: string) => `Leave ${newsletter}`,
    headline: (newsletter: string) => `Leave ${newsletter}?`,
    dek: (address: string) => `It will no longer come to ${address}.`,
    rather: 'Rather pause it, or have it less often',
    left: (newsletter: string) => `You have left ${newsletter}`,
    leftDek: (address: string) =>
      `Nothing more of it will come to ${address}. A mail already on its way may still arrive.`,
    undo: 'Undo, keep it coming',
    weekly: 'Have it weekly instead',
    thanks: 'Thank you. The editors will read it.',
    why: 'Would you tell us why?',
    whyHint: 'One tap, only if you like.',
    reasons: {
      'too often': 'Too often',
      'not for me': 'Not for me',
      'never asked': 'I never asked for it',
      elsewhere: 'I read it elsewhere',
    },
    others: 'And the others?',
    othersText: 'Your other newsletters go on as before.',
    all: 'Leave all newsletters',
    leftAll: 'You have left everything',
    leftAllDek: (address: string) =>
      `No newsletter will come to ${address} any more. Thank you for reading; the paper stays open to you at any time.`,
    undoAll: 'Undo, keep them coming',
    stays: 'You are still with us',
    staysDek: (address: string) => `This comes to ${address}.`,
  },

  preferences: {
    title: 'What you get',
    headline: 'What you get from us',
    dek: (address: string, tier: string) => `For ${address}, with the ${tier} subscription.`,
    saved: 'Saved. This is what you get from now on.',
    paused: 'Paused. Nothing comes until the day below.',
    resumed: 'The pause is over. Everything comes as before.',
    undone: 'Undone. Everything comes as before.',
    save: 'Save my choices',
    sections: 'Sections you follow',
    sectionsHint: 'Digests leave the stories of all others out. With none ticked you get them all.',
    howOftenOf: (newsletter: string) => `: ${newsletter}`,
    language: 'Language',
    languageHint: 'Of our pages and mails. The stories stay as they were written.',
    timeZone: 'Your time zone',
    timeZoneHint:
      'Daily and weekly digests come at their hour on your clock. You need not say anything: then it is our clock.',
    ourTimeZone: (zone: string) => `Ours: ${zone}`,
    ownTimeZone: 'Your device says {zone}.',
    takeTimeZone: 'Choose it',
    leaveAll: 'Leave everything',
    leaveAllText: 'All newsletters end at once. The next page lets you undo it.',
    toAccount: 'Your address, your data, and how to have them erased: {account}',
    account: 'your account',
    onPause: 'On a pause',
    pausedUntil: 'Nothing is sent until {day}. Then everything comes back as it was.',
    resume: 'Resume now',
    goingAway: 'Going away?',
    goingAwayText: 'Pause everything. It comes back by itself.',
    pause: (weeks: number) => counted(weeks, { one: 'Pause one week', other: 'Pause # weeks' }),
    backOn: (day: string) => `back on ${day}`,
    freshTitle: 'A fresh link, please',
    freshHeadline: 'This link does not open your page',
    freshText:
      'It is incomplete, or belongs to a subscription that has ended. The foot of our latest mail has a good one, or we send you a fresh one now.',
    askHeadline: 'Change what you get',
    askText:
      'Every mail of ours has a link to your page at its foot. If none is at hand, have a fresh one sent to you.',
  },

  offers: {
    asked: {
      title: 'No more offers?',
      sentence: 'Your newsletters stay as they are; only our offers of a subscription end.',
      button: 'No more offers',
    },
    left: {
      title: 'No more offers',
      sentence: 'Done. Your newsletters stay as they are.',
      button: 'Take it back',
    },
    back: {
      title: 'Offers come again',
      sentence: 'Done: now and then we write about a subscription.',
      button: 'No more offers',
    },
    whose: (address: string) => `For ${address}.`,
  },

  door: {
    title: 'Sign in',
    dek: 'No password: we send a code to your address, and it lets you in.',
    emailHint: 'The one our mail comes to.',
    send: 'Send me a code',
    notYet: 'Not a reader of ours yet? {signUp}',
    signUp: 'Sign up, it costs nothing',
    codeTitle: 'Type the code',
    codeHeadline: 'Now look in your inbox',
    codeDek: 'If a reader of ours has this address, a code is on its way to',
    codeText: (sender: string, minutes: number) =>
      `The mail comes from ${sender}. Type its six digits here, or press its button on this device. Both are good for ${minutes} minutes.`,
    codeUsedUp: 'This code can no longer be used. Have a new one sent.',
    wrongCode,
    withCode: 'Sign in with this code',
    nothingThere: 'Nothing there?',
    spam: 'Look in the spam folder, and give it a minute. It comes only to an address that has signed up: perhaps yours is another one.',
    another: 'Send another code',
    otherAddress: 'Use another address',
    linkHeadline: 'Good to see you',
    linkDek: (address: string) => `This signs ${address} in on this device.`,
    signMeIn: 'Sign me in',
    over: 'That code or link is used up or too old. Have a new one sent: it takes a moment.',
    elsewhere:
      'This link works in the browser that asked for it. There, type the code from the same mail; or ask again here.',
    buysFirst: (tier: string) =>
      `A subscription belongs to an address. Sign in, then choose ${tier} once more.`,
    newAddress: 'Your new address',
    newAddressHeadline: 'Shall our mail come here?',
    newAddressDek: (oldAddress: string, address: string) =>
      `What goes to ${oldAddress} now will come to ${address}.`,
    newAddressYes: 'Yes, this is my address',
    newAddressNotYou: 'Not you? Then close this page, and nothing changes.',
  },

  account: {
    title: 'Your account',
    newsletters: 'Newsletters',
    none: 'None',
    change: 'Change what comes, and how often',
    subscription: 'Subscription',
    until: ', until {day}',
    seeAll: 'See what there is',
    payment: 'What you pay',
    card: 'Card and invoices',
    keep: (tier: string) => `Keep ${tier} after all`,
    end: (tier: string) => `End ${tier}`,
    sessions: 'Where you are signed in',
    thisOne: ', this one',
    lastUsed: ', last used {day}',
    signOut: 'Sign out',
    endSession: 'End',
    sessionOf: (device: string) => ` the session of ${device}`,
    /** A browser and what it runs on, as far as it said so. */
    device: (browser: string | null, system: string | null) =>
      browser === null ? (system ?? 'A browser') : system === null ? browser : `${browser} on ${system}`,
    signOutAll: 'Sign out everywhere',
    newAddress: 'A new address',
    newAddressText: 'We write to the new one first; the change begins with your yes from there.',
    newAddressField: 'Your new e-mail address',
    askNewAddress: 'Ask the new address',
    data: 'What we know of you',
    dataText: 'Everything we hold, in one file that people and programs can read (JSON).',
    download: 'Download my data',
    erase: 'Erase me',
    eraseText:
      'Everything with your name or address on it is deleted at once, and nobody can bring it back. A subscription you hold ends with it. What stays is a number in our counts, and a scrambled mark of your address, so that no old list of ours brings it back.',
    sure: 'Yes, erase everything about me',
    erased: 'You are erased',
    erasedText: [
      'Everything with your name or address on it is gone. A mail that had left before may still arrive.',
      'Should you want to come back one day, sign up as if for the first time. We would be glad.',
    ],
    noGifts: 'No more gifts this month',
    noGiftsText: 'The links you can give away this month are given. The next month brings new ones.',
    linkOver: 'This link has done its work',
    linkOverText:
      'It was used before, or is more than an hour old. You can ask for another one in your account.',
    changed: 'Your address is changed',
    changedText: (address: string) =>
      `From now on our mail comes to ${address}. The old address has been told.`,
    taken: 'This address has a subscription of its own',
    takenText: 'Both cannot share it. Leave one of them, or write to the newsroom, and then try again.',
    done: {
      asked: 'Now look in the inbox of the new address. The change begins with the button in our mail there.',
      ended: 'That session has ended.',
      paid: 'Thank you. The payment is on its way to us; your subscription is open in a moment.',
      changed: 'Your subscription is changed.',
      ends: 'It ends with the period that is paid for. Until then nothing changes.',
      'ended-now': 'It has ended. Your newsletters stay as they are.',
      stays: 'Good that you stay. The next payment is lower.',
      resumed: 'It goes on as before.',
      gift: 'It is yours. Enjoy it.',
      seat: 'The seat is yours.',
      'not-ours': 'That came from a page that was open for very long. Nothing was changed; please try again.',
    },
    paymentFailed: (cost: string) => `${cost}. The last payment failed: please look at your card.`,
    paidUntil: (day: string) => `Paid until ${day}, and not renewed.`,
    freeUntil: (day: string, cost: string) => `Free until ${day}, then ${cost}.`,
    renewedOn: (cost: string, day: string) => `${cost}, renewed on ${day}.`,
    periodEnd: 'the end of the period',
  },

  membership: {
    buyFor: (address: string) => `For ${address}.`,
    standing: (tier: string) =>
      `You have ${tier} now; what you have paid for it and not used counts against the new price.`,
    trial: (days: number) =>
      `The first ${counted(days, { one: 'day costs', other: '# days cost' })} nothing, and you can end it in them.`,
    renewed:
      'Renewed by itself until you end it, in your account, with one press. A coupon is asked for on the next page.',
    end: (tier: string) => `End ${tier}`,
    endHeadline: (tier: string) => `End ${tier}?`,
    endDek: (tier: string) => `Your newsletters stay as they are. Only what ${tier} opens is closed again.`,
    endWithPeriod: 'End it with this period',
    endAfter: (day: string) => `End it after ${day}`,
    endToday: 'End it today',
    endTodayHint: 'Ended today, the rest of the period is given up. Write to us if you want it back.',
    stay: (percent: number) => `Or stay, for ${percent} per cent less next time`,
    stayText: 'If it is the money: the next payment is lower, and nothing else changes.',
    stayButton: 'Stay for less',
    leaveAsIs: 'Leave everything as it is',
    trouble: 'That did not go through',
    troubleText:
      'The service that takes our payments did not answer as it should. Nothing was charged or changed; please try again in a few minutes.',
    toAccount: 'To your account',
  },

  claim: {
    signInFirst: 'Sign in or sign up first, then open this link once more: it stays good.',
    signIn: 'Sign in',
    signUp: 'Sign up',
    gift: 'A gift for you',
    somebody: 'Somebody',
    giftText: (giver: string, tier: string, count: number) =>
      `${giver} gives you ${tier} for ${months(count)}. It ends by itself.`,
    unwrap: 'Unwrap it',
    gone: 'This gift is not here any more',
    goneText: 'It was unwrapped before, or has waited for more than a year.',
    seatText: (group: string, tier: string) => `${group} has a seat for you: ${tier}, and you pay nothing.`,
    takeSeat: 'Take my seat',
    noGroup: 'This invitation is over',
    noGroupText: 'Please ask whoever sent it to you for a new one.',
    full: 'All seats are taken',
    fullText: 'Please ask whoever sent you the invitation.',
  },

  subscribe: {
    title: 'Digital subscription',
    description: (publication: string) => `Digital subscriptions of ${publication}, and what they cost.`,
    notPaid: 'Nothing was paid and nothing has changed.',
    dek: 'Local reporting is paid for by the people who read it. Read free, or help to pay for the rest.',
    byCard:
      'Paid by card, renewed until you end it in your account. A school, a library or a firm? Write to us.',
    byInvoice: 'The newsroom takes payment by invoice and writes to you after you confirm.',
    none: 'There is no subscription yet: every story is open to everybody.',
    forOthers: 'For somebody else? {give}',
    give: 'Give a subscription',
    suggestion: 'Our suggestion',
    start: (tier: string) => `Start with ${tier}`,
    nothing: '{nothing} to pay',
    nothingWord: 'Nothing',
    every: { month: '{amount} a month', year: '{amount} a year' },
  },

  give: {
    title: 'Give a subscription',
    description: (publication: string) =>
      `A digital subscription of ${publication} as a gift: paid once, ends by itself.`,
    dek: 'Paid once, and it ends by itself. Whoever gets it owes nothing.',
    gift: 'The gift',
    offer: (tier: string, count: number) => `${tier}, ${count} months`,
    recipient: 'Who is it for?',
    recipientHint: 'Their e-mail address. Left empty, you get a link that you can hand over.',
    name: 'Your name',
    nameHint: 'As they read it. Left empty, the gift comes from us.',
    emailHint: 'For the receipt. It goes on no list.',
    message: 'A line from you',
    pay: 'Go on to payment',
    paid: 'Thank you. A mail about your gift comes in a minute.',
    troubleText:
      'The service that takes our payments did not answer as it should. Nothing was charged; please try again in a few minutes.',
    back: 'Back to the gift',
  },

  gift: {
    title: 'A story to give',
    dek: (headline: string) => `Whoever opens this link reads “${headline}” whole, without a subscription.`,
    link: 'The link',
    byMail: 'Send it by mail',
    works: 'It works 25 times within 30 days.',
    left: (count: number): string =>
      count === 0 ? 'It was your last one this month.' : `You have ${count} more to give this month.`,
  },

  archive: {
    past: 'Past editions',
    title: (newsletter: string) => `${newsletter}: past editions`,
    nothing: 'Nothing has been sent yet.',
    older: 'Older editions',
    getByMail: (newsletter: string) => `Get ${newsletter} by mail`,
    already: 'You get it already? {change}',
    change: 'Change what you get, or leave',
    closed: 'The rest of this story is for those who have signed up for it. {more}',
    readOn: 'Read on',
    question: 'A question to readers',
    answerByMail: 'Readers answer it from their mail.',
  },

  poll: {
    soFar: (answer: string) => `So far you answered “${answer}”. You may change it.`,
    count: 'Count my answer',
    change: 'Change my answer',
    onlyCounts: 'One answer a reader. Only the counts are shown, to readers and to the newsroom.',
    chooseOne: 'Please choose an answer',
    counted: 'Your answer is counted, thank you.',
    answered: (readers: number) =>
      counted(readers, { one: '# reader answered', other: '# readers answered' }),
    answer: 'Answer',
    share: 'Share',
    readers: 'Readers',
    yours: 'your answer',
  },

  stay: {
    asked: 'Are you still reading?',
    keeps: (newsletter: string) => `Press the button and ${newsletter} keeps coming.`,
    stopped: (newsletter: string) =>
      `${newsletter} has stopped, since we heard nothing. Press the button and it comes again.`,
    yes: 'Yes, keep it coming',
    yesAgain: 'Yes, send it again',
    forAddress: (address: string) => `For ${address}.`,
    stays: 'It keeps coming',
    asBefore: (newsletter: string) => `${newsletter} comes to you as before. Thank you for reading.`,
    settled: 'This question is settled',
    chosenSince: (newsletter: string) =>
      `Something else has been chosen for ${newsletter} since we asked, and that holds. You can sign up for it at any time.`,
    all: 'All newsletters',
  },

  article: {
    updated: 'Updated {moment}',
    give: 'Give this story to a friend',
    more: 'More stories',
    readOn: 'Read on, it costs nothing',
    forSubscribers: 'The rest is for subscribers',
    forTier: (tier: string) => `The rest is for readers with ${tier}`,
    usedUp: 'You have read this month’s free stories. ',
    forRegistered: 'This story is for everyone who has signed up for one of our newsletters.',
    paysFor: 'Somebody went and asked, and a subscription is what pays for it.',
    seeTiers: 'See the subscriptions',
    haveOne: 'I have one: sign in',
    haveSignedUp: 'I have signed up: sign in',
    given: 'A reader of ours has given you this story.',
    lastFree: 'This is the last of this month’s free stories.',
    free: (left: number) =>
      `You read this one free. ${counted(left, { one: 'One more is', other: '# more are' })} free this month.`,
  },

  front: {
    empty: 'The first story is being written. Leave your address, and you will not miss it.',
    emptyAlone: 'The first story is being written. Please look in again in a few days.',
    more: 'More stories',
  },

  newsletters: {
    title: 'Newsletters',
    dek: 'The paper at your door, as often as you like. Tick what you want and leave your address.',
    none: 'No newsletter takes new readers at the moment. Please look in again in a few days.',
  },

  mails: {
    by: (byline: string) => (/^by\s/i.test(byline) ? byline : `By ${byline}`),
    askedReason: (publication: string) =>
      `You get this because your address was entered in a sign-up form of ${publication}.`,
    rhythmLink: 'Change how often it comes',
    browserLink: 'Read it in your browser',
    leaveLink: 'Leave this newsletter',

    confirmation: {
      subject: (newsletters: string) => `Confirm: ${newsletters}`,
      preheader: (code: string, newsletters: string) =>
        `Your code is ${code}. One press of a button, and ${newsletters} will come to you.`,
      headline: 'Is this your address?',
      text: (newsletters: string, publication: string) =>
        `Somebody, we hope you, asked for ${newsletters} from ${publication} to come to this address. Say yes, and it will.`,
      yes: 'Yes, sign me up',
      orCode: 'Or type this code on the page where you signed up:',
      notYou: 'Not you? Then there is nothing to do. Without your yes we send nothing.',
      formSaid: (words: string) => `The form said: “${words}”`,
    },

    already: {
      subject: (newsletters: string) => `You already get ${newsletters}`,
      preheader: 'Nothing has changed, and there is nothing to confirm.',
      headline: 'You are on the list already',
      text: (newsletters: string) =>
        `Somebody, probably you, has just signed up this address for ${newsletters}. You get it already, so nothing has changed and there is nothing to confirm.`,
      notArriving:
        'Is it not arriving? Look in your junk folder and mark it as wanted there. To choose another rhythm, look at your newsletters.',
      look: 'Look at my newsletters',
      notYou: 'Not you? Then all is well: whoever it was has not learned that you read us.',
    },

    preferencesLink: {
      subject: (publication: string) => `Your newsletters from ${publication}`,
      preheader: 'The link you asked for: choose, change the rhythm, or leave.',
      headline: 'Here is your link',
      text: 'It opens the page with your newsletters. There you can choose others, change how often they come, or leave.',
      open: 'Open my newsletters',
      yours: 'The link is yours alone: please do not pass this mail on.',
      notYou: 'Not you? Then there is nothing to do. Nothing has changed.',
      reason: (publication: string) =>
        `You get this because somebody asked ${publication} for the link that belongs to this address.`,
    },

    signIn: {
      subject: (code: string, publication: string) => `${code} is your code for ${publication}`,
      preheader: (minutes: number) =>
        `Type it where you asked for it, or press the button. Good for ${minutes} minutes.`,
      headline: 'Here you come in',
      text: 'Type this code on the page where you asked to sign in:',
      sameDevice: 'Reading this on the same device? Then press the button.',
      button: 'Sign me in',
      good: (minutes: number) => `Both are good for ${minutes} minutes, once.`,
      notYou:
        'Not you? Then there is nothing to do: without this mail nobody gets in. Never give the code to anybody who asks for it.',
      reason: (publication: string) =>
        `You get this because somebody asked to sign in at ${publication} with this address.`,
    },

    newAddress: {
      subject: (publication: string) => `Your new address at ${publication}`,
      preheader: 'One press of a button, and our mail comes here.',
      headline: 'Shall our mail come here?',
      text: (oldAddress: string, publication: string) =>
        `The reader at ${oldAddress} asked for everything from ${publication} to come to this address instead.`,
      yes: 'Yes, this is my address',
      good: 'The link is good for an hour.',
      notYou: 'Not you? Then there is nothing to do. Without your yes nothing changes.',
      reason: (publication: string) =>
        `You get this because a reader of ${publication} gave this address as their new one.`,
    },

    addressChanged: {
      subject: 'Our mail goes to another address now',
      preheader: (address: string) => `From now on it goes to ${address}.`,
      headline: 'Your address was changed',
      text: (publication: string, address: string) =>
        `What came to this address from ${publication} goes to ${address} from now on. You asked for it, and the new address said yes.`,
      notYou: 'Was it not you? Then please write to us at once: an answer to this mail reaches the newsroom.',
      reason: (publication: string) => `You get this once, because this was your address at ${publication}.`,
    },

    welcome: {
      preheader: (frequency: string) => `You are on the list. It comes: ${frequency}.`,
      when: (frequency: string) => `When to look for it: ${frequency}.`,
      untilThen: 'To read until then',
      reason: (newsletters: string, publication: string) =>
        `You get this because you signed up for ${newsletters} at ${publication} and confirmed it.`,
    },

    letter: {
      orCode: 'Reading this on another device? Then type this code there:',
      noOffers: 'No more offers',
      offersOf: (publication: string) => `Offers of ${publication}`,
      reminderNotYou: 'Not you? Then there is nothing to do: this is the last we write about it.',
      reminderReason: (publication: string) =>
        `You get this once, because somebody gave this address to ${publication} and did not confirm it.`,
      stayReason: (newsletter: string) =>
        `You get this once, because ${newsletter} has come to this address for a long time without any sign that somebody reads it.`,
      offerReason: (publication: string) =>
        `You get this because you had a subscription to ${publication} and still read its newsletters.`,
      membershipReason: (publication: string) =>
        `You get this because it is about your subscription to ${publication}.`,
    },

    gift: {
      subject: (giver: string) => `${giver} has a gift for you`,
      subjectFromUs: (publication: string) => `A gift from ${publication}`,
      preheader: (tier: string, count: number) => `${tier}, for ${months(count)}: local stories, paid for.`,
      headline: 'A gift for you',
      text: (giver: string, tier: string, publication: string, count: number) =>
        `${giver} gives you ${tier} of ${publication} for ${months(count)}. Nothing renews by itself, and there is nothing to pay.`,
      take: 'Take the gift',
      good: 'The link is good for a year, once. The time counts from the day you take it.',
      reason: (publication: string) =>
        `You get this once, because somebody gave your address to ${publication} for this gift. It puts you on no list.`,
    },

    giftReceipt: {
      subject: 'Your gift is ready',
      preheader: (tier: string, count: number) => `${tier} for ${months(count)}. Thank you.`,
      headline: 'Thank you',
      text: (tier: string, publication: string, count: number, amount: string) =>
        `${tier} of ${publication} for ${months(count)}: ${amount}, paid once.`,
      link: 'Here is the link of your gift. Send it, print it, or put it in a card:',
      button: 'The gift',
      waits: 'Whoever opens it first can take the gift. It waits for a year.',
      onItsWay: (address: string) => `A mail with your gift is on its way to ${address}.`,
      reason: (publication: string) => `You get this because you bought a gift from ${publication}.`,
    },

    edition: {
      /** With the first name of the reader, or without any. */
      greeting: (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`),
      readIt: 'Read it',
      reason: (publication: string) => `You get it because you signed up for it at ${publication}.`,
      restIsClosed: 'The rest of this story is for subscribers',
      tierOpens: (tier: string) =>
        `${tier} opens it, with everything else we write. It pays for the people who go and ask.`,
      notByMail: 'It is not to be had by mail.',
      seeTiers: 'See the subscriptions',
      /** Over what a sponsor paid for, where the newsroom has no words of its own for it. */
      advertisement: 'Advertisement',
      visit: (sponsor: string) => `Visit ${sponsor}`,
      question: 'A question for you',
      oneAnswer: 'One answer a reader, which you may change. Only the counts are shown.',
    },
  },

  /** Letters until the newsroom writes its own; `{{tags}}` stand for what is true of the reader. */
  letters: {
    welcome: {
      subject: 'Welcome to {{newsletters}}',
      headline: 'Welcome, {{name}}',
      body: 'You are on the list: {{newsletters}} will come to this address.\n\nIf the first one is late, look in your junk folder and mark it as wanted; after that it knows the way.',
      button: 'Choose what comes, and how often',
    },
    reminder: {
      subject: 'One press is missing for {{newsletters}}',
      headline: 'Still want it?',
      body: 'You asked for {{newsletters}}, and we did not hear back. Without your yes nothing comes.',
      button: 'Yes, sign me up',
    },
    'still-reading': {
      subject: 'Shall {{newsletters}} still come?',
      headline: 'Are you still reading?',
      body: '{{newsletters}} has come to you for a long time, and we cannot tell whether anybody reads it: some mail programs tell us nothing.\n\nIf you want it, press the button and all stays as it is. If we hear nothing, it stops, and we keep no mailbox busy for nobody. This is the only time we ask.',
      button: 'Yes, keep it coming',
    },
    'trial-ending': {
      subject: 'Your trial of {{tier}} ends on {{day}}',
      headline: 'Your trial ends on {{day}}',
      body: 'You have been reading with {{tier}}. From {{day}} on it costs {{price}}, and nothing needs to be done for it.\n\nNot for you? End it in your account before then, and nothing is taken.',
      button: 'See my subscription',
    },
    'payment-failed': {
      subject: 'We could not take the payment for {{tier}}',
      headline: 'The payment did not go through',
      body: 'Your card was declined for {{tier}}. It happens: a new card, a limit, a slip of the bank.\n\nYou can go on reading for now, and we will try again. If the card has changed, please say so in your account.',
      button: 'Look at my card',
    },
    'card-expiring': {
      subject: 'The card for {{tier}} runs out on {{day}}',
      headline: 'Your card runs out soon',
      body: 'The card that pays for {{tier}} is good until {{day}}. With a new one in your account everything goes on as it is.',
      button: 'Change my card',
    },
    lapse: {
      subject: 'Your {{tier}} subscription has ended',
      headline: 'It has ended',
      body: 'Your {{tier}} subscription ended on {{day}}. Thank you for having been part of it.\n\nYour newsletters still come. What is for subscribers is closed to you for now; you can open it again at any time.',
      button: 'Subscribe again',
    },
    'win-back': {
      subject: 'What you have missed at {{publication}}',
      headline: 'We would like to have you back',
      body: 'It is a while since your {{tier}} subscription ended. Local reporting is paid for by the people who read it, and every one of them counts.',
      button: 'See the subscriptions',
    },
  },
};

/** The shape of every dictionary: a word that is missing does not compile. */
export type Words = Readonly<typeof english>;
