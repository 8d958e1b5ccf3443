import { writeFileSync } from 'node:fs';
import { htmlPage, type PageContent } from './html-page';

/** Writes a page to the file that was asked for, and says so on stderr, where no program takes it for a result. */
export function writePage(file: string, content: PageContent): void {
  try {
    writeFileSync(file, htmlPage(content));
  } catch (error) {
    throw new Error(`--html must be a file that can be written, got '${file}' (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
  process.stderr.write(`the page is in ${file}\n`);
}
