import { Router } from 'express';

export type Route = { readonly method: string; readonly path: string };

type Layer = {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
};
type Mounted = { readonly path: string; readonly router: object };

const stackOf = (router: object): readonly Layer[] => {
  const stack: unknown = Reflect.get(router, 'stack');
  return Array.isArray(stack) ? (stack as Layer[]) : [];
};

/** What `use` was called with: paths first, handlers after. */
function mountedBy(given: readonly unknown[]): readonly Mounted[] {
  const [first, ...rest] = given;
  const path = typeof first === 'string' ? first : '';
  const handlers = typeof first === 'string' ? rest : given;
  return handlers.flatMap((handler) =>
    typeof handler === 'function' && 'stack' in handler ? [{ path, router: handler }] : [],
  );
}

/**
 * Every route below a router. Express forgets where a router was mounted, so that is listened to while the routers are made.
 * @param create makes the router, with all below it
 */
export function listRoutes(create: () => Router): readonly Route[] {
  const mounted = new Map<object, Mounted[]>();
  const prototype: { use: (...given: unknown[]) => unknown } = Router.prototype;
  const { use } = prototype;
  prototype.use = function (this: object, ...given: unknown[]) {
    mounted.set(this, [...(mounted.get(this) ?? []), ...mountedBy(given)]);
    return use.apply(this, given);
  };
  let router: Router;
  try {
    router = create();
  } finally {
    prototype.use = use;
  }
  const below = (each: object, prefix: string): Route[] => [
    ...stackOf(each).flatMap(({ route }) =>
      route === undefined
        ? []
        : Object.keys(route.methods).map((method) => ({
            method: method.toUpperCase(),
            path: `${prefix}${route.path}`.replace(/(?<=.)\/$/, ''),
          })),
    ),
    ...(mounted.get(each) ?? []).flatMap(({ path, router: child }) => below(child, prefix + path)),
  ];
  return below(router, '');
}
