import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const INLINE = /(\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,)([\w+/=]+)\s*$/;

interface SourceMap {
  readonly sourceRoot?: string;
}

/** Makes the source maps of copied code name the sources that those of the original name; false when there are none. */
export async function anchorSourceMaps(folder: string, original: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true });
  const own = names.filter(name => !/(^|[\\/])node_modules([\\/]|$)/.test(name) && /\.([cm]?js|map)$/.test(name));
  const anchored = await Promise.all(own.map(async name => {
    const text = await readFile(join(folder, name), 'utf8').catch(() => ''); // a folder may be called so, too
    const base = pathToFileURL(`${dirname(join(original, name))}/`);
    const changed = name.endsWith('.map') ? anchoredMap(text, base) : anchoredInline(text, base);
    if (changed !== undefined) {
      await writeFile(join(folder, name), changed);
    }
    return changed !== undefined;
  }));
  return anchored.includes(true);
}

function anchoredInline(text: string, base: URL): string | undefined {
  const [all, start, encoded] = INLINE.exec(text) ?? [];
  const map = all === undefined ? undefined : anchoredMap(Buffer.from(encoded, 'base64').toString(), base);
  return map === undefined ? undefined : `${text.slice(0, -all!.length)}${start}${Buffer.from(map).toString('base64')}\n`;
}

function anchoredMap(text: string, base: URL): string | undefined {
  try {
    const map = JSON.parse(text) as SourceMap;
    return JSON.stringify({ ...map, sourceRoot: new URL(map.sourceRoot ? `${map.sourceRoot.replace(/\/$/, '')}/` : '', base).href });
  } catch {
    return undefined; // no source map, or a broken one: positions are those of the bundle then
  }
}
