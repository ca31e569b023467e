/** Passwords of eight characters or more that everybody tries first; compared in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  password passwort baseball football superman trustno1 sunshine princess iloveyou whatever
  starwars computer internet corvette mercedes michelle jennifer jordan23 michael1 liverpool
  arsenal1 chelsea1 newyork1 london123 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026
  spring2026 autumn2026 newspaper newsroom editor123 changeme default1 administrator admin123 admin1234
  root1234 password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd pa55word qwertyui
  qwertyuiop qwerty123 qwerty12 qwerty1234 1q2w3e4r 1q2w3e4r5t q1w2e3r4 zaq12wsx zaq1zaq1 asdfghjk
  asdfghjkl asdf1234 zxcvbnm1 1qaz2wsx 1qazxsw2 abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4
  aa123456 11111111 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999
  00000000 12345678 123456789 1234567890 12344321 87654321 987654321 01234567 0123456789 11223344
  12121212 123123123 123321123 147258369 159357456 112233445566 iloveyou1 iloveyou2 sunshine1 princess1
  football1 baseball1 superman1 monkey123 dragon123 master123 letmein1 letmein123 welcome1 welcome12
  welcome123 hello123 hello1234 charlie1 freedom1 shadow12 killer12 jessica1 ashley12 nicole12
  daniel12 andrew12 thomas12 matthew1 joshua12 robert12 hunter12 buster12 soccer12 hockey12
  ranger12 tigger12 pepper12 ginger12 cookie12 banana12 orange12 purple12 yellow12 flower12
  summer12 winter12 october1 november december january1 february monday12 friday13 secret12
  secret123 private1 mypassword nopassword thepassword access14 testtest test1234 testing1 guest123
  user1234 demo1234 sample12 temp1234 login123 security lantern1 doorstep doorstep1 newsletter
`
    .trim()
    .split(/\s+/),
);
