import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Finds a folder that the package's build has put together: beside the bundled command line, or under `assets/` for code that runs from its sources. */
export function shippedFolder(name: string): string {
  const candidates = [join(__dirname, '..', name), join(__dirname, '..', '..', 'assets', name)];
  const folder = candidates.find(candidate => existsSync(candidate));
  if (folder === undefined) {
    throw new Error(`${name} of the package must be in ${candidates[0]}, got nothing there; run \`npx projen bundle\``);
  }
  return folder;
}
