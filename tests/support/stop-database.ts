/** Jest's globalTeardown: ends what start-database.ts began. */
// oxlint-disable-next-line import/no-default-export -- Jest asks for a default export here
export default async function stopDatabase(): Promise<void> {
  const stop: unknown = Reflect.get(globalThis, 'stopTestDatabase');
  if (typeof stop === 'function') await stop();
}
