import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Documented {
  readonly name: string;
  readonly docs?: { readonly summary?: string };
}

/** A public type of a jsii library. */
export interface JsiiType extends Documented {
  readonly fqn: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly namespace?: string;
  readonly base?: string;
  readonly interfaces?: string[];
  readonly properties?: Documented[];
  readonly methods?: Documented[];
  readonly members?: Documented[];
}

/** What jsii knows of a library. */
export interface JsiiAssembly {
  readonly name: string;
  readonly types: Record<string, JsiiType>;
  readonly targets: { readonly dotnet: { readonly namespace: string } };
  readonly submodules?: Record<string, { readonly targets?: { readonly dotnet?: { readonly namespace?: string } } }>;
}

/** Reads the `.jsii` of a package. */
export function readJsiiAssembly(file: string): JsiiAssembly {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  if (content.schema !== 'jsii/file-redirect') {
    return content;
  }
  return JSON.parse(gunzipSync(readFileSync(join(dirname(file), content.filename))).toString('utf8'));
}

/** What a type and its ancestors declare, as C# calls it. */
export function membersInCSharp(type: JsiiType, types: ReadonlyMap<string, JsiiType>): string[] {
  const own = [...type.properties ?? [], ...type.methods ?? []].map(({ name }) => inCSharp(name));
  const constants = (type.members ?? []).map(({ name }) => name);
  const ancestors = [type.base, ...type.interfaces ?? []].flatMap(fqn => types.get(fqn ?? '') ?? []);
  return [...own, ...constants, ...ancestors.flatMap(ancestor => membersInCSharp(ancestor, types))];
}

/** Name of a property or a method. */
export function inCSharp(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
