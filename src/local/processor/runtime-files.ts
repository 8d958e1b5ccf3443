import { join } from 'node:path';
import { shippedFolder } from '../shipped-folder';

/** What stands in for Lambda's own files. */
export interface RuntimeFiles {
  /** Entry point of AWS's runtime interface client. */
  readonly interfaceClient: string;
  /** Folder of the modules that a function finds without bringing them. */
  readonly modules: string;
}

/** Finds the files that the package's build has put together. */
export function findRuntimeFiles(): RuntimeFiles {
  const folder = shippedFolder('local-runtime');
  return { interfaceClient: join(folder, 'interface-client', 'index.mjs'), modules: join(folder, 'node_modules') };
}
