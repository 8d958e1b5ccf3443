import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { LocalAddresses } from '../../local/local-pipeline';

/** Notes where a local run is reached, beside its archive; returns what forgets it. */
export function writeAddresses(archiveFolder: string, addresses: LocalAddresses): () => void {
  const file = fileBeside(archiveFolder);
  writeFileSync(file, `${JSON.stringify({ ...addresses, pid: process.pid }, undefined, 2)}\n`);
  return () => rmSync(file, { force: true });
}

/** Where the local run is reached that stores its objects in a folder. */
export function readAddresses(archiveFolder: string): LocalAddresses {
  const file = fileBeside(archiveFolder);
  const { pid, ...addresses } = read(file);
  if (!isAlive(pid)) { // a run that was killed could not delete its note
    throw new Error(`the local run noted in ${file} is gone; start \`telemetry-pipeline local\` again`);
  }
  return addresses;
}

function read(file: string): LocalAddresses & { readonly pid: number } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`a local run must be there, got no ${file}; start \`telemetry-pipeline local\`, or name its --archive`);
  }
}

/** Whether a process runs, be it another user's. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function fileBeside(archiveFolder: string): string {
  return `${archiveFolder}.json`;
}
