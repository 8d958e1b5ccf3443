import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the bundled command line, or under `assets/` for code that runs from its sources. */
const CANDIDATES = [join(__dirname, '..', 'local-runtime'), join(__dirname, '..', '..', '..', 'assets', 'local-runtime')];

/** What stands in for Lambda's own files. */
export interface RuntimeFiles {
  /** Entry point of AWS's runtime interface client. */
  readonly interfaceClient: string;
  /** Folder of the modules that a function finds without bringing them. */
  readonly modules: string;
}

/** Finds the files that the package's build has put together. */
export function findRuntimeFiles(): RuntimeFiles {
  const folder = CANDIDATES.find(candidate => existsSync(candidate));
  if (folder === undefined) {
    throw new Error(`the local runtime must be in ${CANDIDATES[0]}, got nothing there; run \`npx projen bundle\``);
  }
  return { interfaceClient: join(folder, 'interface-client', 'index.mjs'), modules: join(folder, 'node_modules') };
}
