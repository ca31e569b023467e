import { listStaff } from '../../../../src/staff/accounts.ts';
import { listActs } from '../../../../src/staff/audit.ts';
import { type Role, roles } from '../../../../src/staff/roles.ts';
import { beginSession, findSession } from '../../../../src/staff/sessions.ts';
import { createAdminRouter } from '../../../../src/web/admin/router.ts';
import { type Route, listRoutes } from '../../../support/list-routes.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';
import { rights, waysIn } from './role-matrix.ts';

const app = useApp();
const editors = useEditors(app);

const nameOf = ({ method, path }: Route): string => `${method} ${path === '' ? '/' : path}`;
/** An object that is not there, or is somebody else's: both read the same. */
const addressOf = ({ path }: Route): string => `/admin${path.replaceAll(/:\w+|\{\/\*rest\}/g, 'nobody')}`;
const routes = (): readonly Route[] => listRoutes(() => createAdminRouter(app.setting));

/** Asks with a session of somebody's own, so that signing out ends no other one. */
async function statusFor(staffId: number, route: Route): Promise<number> {
  const token = await beginSession(app.db, staffId);
  const csrf = (await findSession(app.db, token))?.csrfToken;
  const browser = app.visitor();
  const request = route.method === 'GET' ? browser.get(addressOf(route)) : browser.post(addressOf(route));
  const asked = request.set('Cookie', `doorstep=${token}`);
  return (await (route.method === 'GET' ? asked : asked.type('form').send({ csrf }))).status;
}

test('every route of the admin stands in the matrix once, and nothing else does', () => {
  const known = [...waysIn, ...rights.flatMap((right) => right.routes)];
  const there = [...new Set(routes().map(nameOf))];
  expect(there.length).toBeGreaterThan(150);
  expect(there.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !there.includes(name))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

test.each(roles)(
  '%s: each route is open or closed as the matrix says, with an object of nobody',
  async (role) => {
    const { publicId } = await editors.signedIn(role);
    const id = (await listStaff(app.db)).find((each) => each.publicId === publicId)?.id ?? 0;
    const wrong: string[] = [];
    for (const right of rights) {
      const mayOpen = right.roles.includes(role satisfies Role);
      for (const route of routes().filter((each) => right.routes.includes(nameOf(each)))) {
        const status = await statusFor(id, route);
        // Forbidden, or an answer that found nothing to do: never an error of ours.
        if ((status === 403) === mayOpen || status >= 500) wrong.push(`${nameOf(route)}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  240_000,
);

test('without a session each route behind the door leads to it and does nothing', async () => {
  const [before] = await listActs(app.db, { limit: 1 });
  const wrong: string[] = [];
  for (const route of routes().filter((each) => !waysIn.includes(nameOf(each)))) {
    const browser = app.visitor();
    const answer = await (route.method === 'GET'
      ? browser.get(addressOf(route))
      : browser.post(addressOf(route)));
    if (!(answer.get('Location') ?? '').startsWith('/admin/sign-in?next=')) wrong.push(nameOf(route));
  }
  expect(wrong).toEqual([]);
  expect((await listActs(app.db, { limit: 1 }))[0]).toEqual(before);
}, 120_000);
