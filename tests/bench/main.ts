import { benchEvenTime } from './even-time.ts';
import { benchEvents } from './events.ts';
import { benchFreeze } from './freeze.ts';
import { benchImport } from './import.ts';
import { benchMillion } from './million.ts';
import { benchScale } from './scale.ts';
import { benchPages } from './pages.ts';
import { benchSend } from './send.ts';
import { benchSignUp } from './signup.ts';

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<object>>> = {
  send: benchSend,
  freeze: benchFreeze,
  import: benchImport,
  million: benchMillion,
  'even-time': benchEvenTime,
  signup: benchSignUp,
  events: benchEvents,
  scale: benchScale,
  pages: benchPages,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  console.log(JSON.stringify(await bench(args)));
} else {
  console.error(
    `There is no benchmark ${JSON.stringify(name)}; there are: ${Object.keys(benches).join(', ')}`,
  );
  process.exitCode = 2;
}
