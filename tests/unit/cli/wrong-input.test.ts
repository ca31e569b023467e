import { apiScopes } from '../../../src/staff/api-keys.ts';
import { standardTemplate } from '../../../templates/email/layout.ts';
import { runCommand } from '../../support/run-command.ts';

test.each([
  ['an unknown command', ['editions'], /unknown command/],
  ['an unknown option', ['doctor', '--nam', 'x'], /unknown option '--nam'/],
  ['a missing option', ['edition', 'create', '--newsletter', 'x'], /--article/],
  ['a missing argument', ['edition', 'send'], /id/],
  ['a role that is none', ['staff', 'add', 'ana@example.org', '--role', 'boss'], /boss/],
  ['a scope that is none', ['key', 'create', '--name', 'x', '--scopes', 'readers'], /--scopes holds readers/],
  ['a name of blanks', ['key', 'create', '--name', ' ', '--scopes', apiScopes[0]], /--name wants/],
  ['a file that is not there', ['article', 'import', '/tmp/no-such-story.txt'], /there is no such file/],
  ['a folder', ['article', 'import', '/tmp'], /folder/],
  ['a template that is not there', ['template', 'check', '/tmp/no-such.mjml'], /there is no such file/],
  ['two forms of a receipt', ['edition', 'receipt', 'x', '--csv', '--json'], /--csv or --json/],
])('%s is one line and exit code 2, before the install is opened', async (_what, args, words) => {
  const { code, out, err } = await runCommand(null, args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(words);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('help is no failure', async () => {
  const { code, out } = await runCommand(null, ['edition', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('receipt');
});

describe('doctor', () => {
  const good = { name: 'database', isGood: true, words: 'answers' };
  const bad = { name: 'mail server', isGood: false, words: 'does not answer' };

  test('ends well when nothing is wrong', async () => {
    const { code, out } = await runCommand(null, ['doctor', '--json'], { checks: [good] });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ isGood: true, checks: [good] });
  });

  test('ends with 1 and names what is wrong', async () => {
    const { code, out, err } = await runCommand(null, ['doctor'], { checks: [good, bad] });
    expect(code).toBe(1);
    expect(out).toMatch(/wrong\s+mail server\s+does not answer/);
    expect(err).toBe('Wrong: mail server\n');
  });
});

describe('template check', () => {
  const check = (input: string, ...more: string[]) =>
    runCommand(null, ['template', 'check', '-', ...more], { input });

  test('says line by line what is wrong, and ends with 1', async () => {
    const { code, out, err } = await check(
      '<mjml>\n<mj-body>\n<mj-raw></mj-raw>{{blocks}}\n</mj-body>\n</mjml>',
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^2: \{\{postal_address\}\} is missing/);
    expect(out).toMatch(/^3: <mj-raw> may not stand in a template/m);
    expect(err).toBe('-: 5 errors; it cannot be used\n');
  });

  test('ends well with the standard template', async () => {
    const { code, out } = await check(await standardTemplate('edition'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ errors: [], warnings: [] });
  });
});
