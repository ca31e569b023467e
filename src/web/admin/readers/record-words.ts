/** What the mails to one person are called. */
export const mailNames: Readonly<Record<string, string>> = {
  confirmation: 'Confirmation',
  'already-subscribed': 'Word that they are subscribed already',
  'preferences-link': 'Link to their preferences',
  'sign-in': 'Code to sign in',
  'new-address': 'Question to a new address',
  'account-notice': 'Notice about their account',
  welcome: 'Welcome',
  'staff-notice': 'Notice to the newsroom',
};

/** What the lines of the consent vault say. */
export const actNames: Readonly<Record<string, string>> = {
  asked: 'Asked for it',
  confirmed: 'Confirmed',
  rhythm: 'Changed the rhythm',
  paused: 'Paused',
  resumed: 'Went on',
  left: 'Left',
  returned: 'Came back',
  'added by staff': 'Added by the newsroom',
  imported: 'Imported by the newsroom',
  'address changed': 'Changed the address',
};
