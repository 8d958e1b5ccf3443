import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedFolder } from '../shipped-folder';

/** Files of the page by the path that they are served at. */
const FILES = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
} as const;

/** A file as it is served. */
export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** Reads the files that the package's build has put together. */
export function readPageFiles(): Map<string, PageFile> {
  const folder = shippedFolder('local-page');
  return new Map(Object.entries(FILES).map(([path, { name, type }]) => [path, { type, content: readFileSync(join(folder, name)) }]));
}
