import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function findUp(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json was not found above the program');
  return findUp(parent);
}

/**
 * The folder that holds package.json. Files that are read and not run (migrations, MJML, sample stories) are found
 * from here, so they work the same from the sources and from the build.
 */
export const packageRoot = findUp(path.dirname(fileURLToPath(import.meta.url)));
