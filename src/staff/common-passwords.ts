const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What people begin a password with when none comes to mind; compared in small letters, with or without figures behind. */
export const commonWords: readonly string[] = words(`
  password passwort passphrase contrasena motdepasse mypassword nopassword thepassword letmein welcome bienvenido
  willkommen changeme default secret private login logon admin administrator root user guest demo sample test testing
  temp access master security hello whatever nothing please forget remember computer internet keyboard mouse windows
  google apple samsung android phone network server system office work company
  spring summer autumn winter january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday primavera verano otono invierno enero febrero
  red blue green yellow orange purple black white silver golden
  dragon monkey tiger lion eagle falcon wolf bear shark dolphin horse kitten puppy butterfly spider rabbit turtle
  football baseball basketball hockey soccer tennis golf rugby cricket arsenal chelsea liverpool barcelona madrid
  london paris berlin newyork boston dallas chicago texas america england scotland ireland espana mexico
  michael michelle jennifer jessica jordan ashley nicole daniel andrew thomas matthew joshua robert charlie william
  richard george anthony martin patrick samantha amanda melissa victoria elizabeth maria carlos alejandro
  sunshine princess superman batman spiderman pokemon starwars ninja hunter killer shadow phoenix matrix wizard
  ranger soldier warrior angel devil heaven freedom forever family mother father sister brother baby darling
  iloveyou ilovehim iloveher teamo loveme lovely love sweetheart honey sugar chocolate cookie banana cherry pepper
  ginger cheese coffee flower rainbow diamond crystal music guitar piano purple trustno1 corvette mercedes ferrari
  porsche harley yankees newspaper newsroom newsletter editor reporter journalist press headline doorstep
  buster tigger abc
`);
