// The ladder of docs/architecture.md as a check: who may use whom.
/** From the ground up: a room may use what stands on lower rungs, nothing else. */
const ladder = [
  ['platform'],
  ['delivery'],
  ['feedback'],
  ['newsletters', 'staff'],
  ['audience'],
  ['membership', 'articles'],
  ['segments'],
  ['editions'],
  ['transfer', 'reports', 'webhooks'],
  ['sample'],
  ['web', 'cli'],
  ['processes'],
];

const looksDownOnly = (room, rung) => {
  const outOfReach = ladder
    .slice(rung)
    .flat()
    .filter((name) => name !== room);
  return {
    name: `${room}-looks-down-only`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: ['^workers/', ...outOfReach.map((name) => `^src/${name}/`)] },
  };
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // Nothing stands above the processes.
    ...ladder.slice(0, -1).flatMap((rooms, rung) => rooms.map((room) => looksDownOnly(room, rung))),
    {
      name: 'every-room-has-a-rung',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(?:${ladder.flat().join('|')})/` },
      to: {},
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'sql-stays-in-its-room',
      severity: 'error',
      from: { path: '^(?:src/([^/]+)|workers)/' },
      to: { path: '^src/[^/]+/sql(?:\\.ts$|/)', pathNot: '^src/$1/' },
    },
    {
      name: 'pages-are-pure',
      severity: 'error',
      from: { path: '^templates/pages/' },
      to: { pathNot: '^templates/|^node_modules/preact/' },
    },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true },
};
