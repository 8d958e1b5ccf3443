import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** What an app synthesizes. */
export interface Assembly {
  /** Resources, outputs and the like of its template, by section. */
  readonly template: Record<string, Record<string, unknown>>;
  /** Hash of each asset, by the construct that it belongs to. */
  readonly assets: Record<string, string>;
}

interface AssetManifest {
  readonly files: Record<string, { readonly displayName: string; readonly source: { readonly path: string } }>;
}

/** Reads the folder of an app with one stack. */
export function readAssembly(folder: string): Assembly {
  const files = readdirSync(folder);
  const [template] = files.filter(file => file.endsWith('.template.json'));
  const [manifest] = files.filter(file => file.endsWith('.assets.json'));
  const { files: assets }: AssetManifest = JSON.parse(readFileSync(join(folder, manifest), 'utf8'));
  const ofConstructs = Object.entries(assets).filter(([, { source }]) => source.path !== template);

  return {
    template: JSON.parse(readFileSync(join(folder, template), 'utf8')),
    assets: Object.fromEntries(ofConstructs.map(([hash, { displayName }]) => [displayName, hash])),
  };
}

/** Names what two apps do not have in common. */
export function differences(one: Assembly, other: Assembly): string[] {
  const ones = partsOf(one);
  const others = partsOf(other);
  const names = new Set([...ones.keys(), ...others.keys()]);
  return [...names].filter(name => !isDeepStrictEqual(ones.get(name), others.get(name)));
}

function partsOf({ template, assets }: Assembly): Map<string, unknown> {
  const sections = Object.entries({ ...template, Assets: assets });
  return new Map(sections.flatMap(([section, entries]) => Object.entries(entries).map(([id, entry]) => [`${section}/${id}`, entry])));
}
