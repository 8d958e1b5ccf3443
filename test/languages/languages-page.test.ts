import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { go } from './go';
import { java } from './java';
import { python } from './python';
import { typescript } from './typescript';

const ROOT = join(__dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'languages.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const folders = readdirSync(join(ROOT, 'examples', 'languages'));

function filesOf(folder: string): string[] {
  const path = join(ROOT, 'examples', 'languages', folder);
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).map(file => join(path, file));
  return files.filter(file => statSync(file).isFile()).map(file => readFileSync(file, 'utf8'));
}

/** Lines without their indentation, so that an excerpt can stand further left. */
function flush(text: string): string {
  return text.split('\n').map(line => line.trim()).join('\n');
}

const excerpts = page.split(/^## /m).slice(1).flatMap(section => {
  const title = section.split('\n')[0];
  const folder = title.toLowerCase().replace('#', 'sharp');
  return [...section.matchAll(/^```.*\n([^]*?)^```$/gm)].map(([, excerpt], index) => ({ title, folder, excerpt, number: index + 1 }));
});

test.each(excerpts)('excerpt $number of $title stands in its example', ({ folder, excerpt }) => {
  expect(filesOf(folder).map(flush)).toContainEqual(expect.stringContaining(flush(excerpt)));
});

test.each(folders)('the page shows how the example in %s is written and synthesized', folder => {
  const { app } = JSON.parse(readFileSync(join(ROOT, 'examples', 'languages', folder, 'cdk.json'), 'utf8'));

  expect(excerpts.map(excerpt => excerpt.folder)).toContain(folder);
  expect(page).toMatch(new RegExp(`examples/languages/${folder}\\).*\`${app}\` \\|$`, 'm'));
});

test.each([typescript, python, java, go])('the page names the tools that $name needs', ({ folder, tools }) => {
  const [row] = page.match(new RegExp(`^.*examples/languages/${folder}\\).*$`, 'm')) ?? [''];

  tools.forEach(({ atLeast }) => expect(row).toContain(` ${atLeast}`));
});

test.each(folders)('the example in %s is built with the lowest aws-cdk-lib and the version of this repository', folder => {
  const files = filesOf(folder);

  expect(files).toContainEqual(expect.stringContaining(manifest.devDependencies['aws-cdk-lib']));
  expect(files).toContainEqual(expect.stringContaining('0.0.0'));
});
