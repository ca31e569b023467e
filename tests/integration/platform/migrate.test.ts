import { isMigrated, migrate } from '../../../src/platform/migrate.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();

test('a second run of the migrations finds nothing to do', async () => {
  expect(await isMigrated(database.db)).toBe(true);
  expect(await migrate(database.db)).toEqual([]);
});
