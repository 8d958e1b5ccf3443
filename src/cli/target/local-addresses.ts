import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { LocalAddresses } from '../../local/local-pipeline';

/** Notes where a local run is reached, beside its archive; returns what forgets it. */
export function writeAddresses(archiveFolder: string, addresses: LocalAddresses): () => void {
  const file = fileBeside(archiveFolder);
  writeFileSync(file, `${JSON.stringify(addresses, undefined, 2)}\n`);
  return () => rmSync(file, { force: true });
}

/** Where the local run is reached that stores its objects in a folder. */
export function readAddresses(archiveFolder: string): LocalAddresses {
  const file = fileBeside(archiveFolder);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`a local run must be there, got no ${file}; start \`telemetry-pipeline local\`, or name its --archive`);
  }
}

function fileBeside(archiveFolder: string): string {
  return `${archiveFolder}.json`;
}
