import { JsiiAssembly, JsiiType, membersInCSharp } from './jsii-assembly';

/** Names in an app that the libraries it uses do not have. */
export function unknownNames(app: string, assemblies: readonly JsiiAssembly[]): string[] {
  const types = new Map(assemblies.flatMap(({ types: all }) => Object.entries(all)));
  const used = new Set([...app.matchAll(/^using ([\w.]+);$/gm)].map(([, namespace]) => namespace));
  const inScope = new Map<string, string[]>();
  for (const assembly of assemblies) {
    for (const type of Object.values(assembly.types).filter(({ namespace }) => used.has(namespaceInCSharp(assembly, namespace)))) {
      inScope.set(type.name, membersInCSharp(type, types));
    }
  }

  const text = app.replace(/^using .*$/gm, '').replace(/"[^"]*"/g, '""');
  return [...new Set([
    ...[...text.matchAll(/\bnew (\w+)/g)].map(([, type]) => type).filter(type => !inScope.has(type)),
    ...[...text.matchAll(/(?<![\w.])([A-Z]\w*)\.(\w+)/g)].filter(([, type, member]) => !inScope.get(type)?.includes(member)).map(([name]) => name),
    ...initializedProperties(text).filter(([type, property]) => !inScope.get(type)?.includes(property)).map(name => name.join('.')),
    ...[...text.matchAll(/\.([A-Z]\w*)/g)].map(([, member]) => member).filter(member => ![...inScope.values()].some(members => members.includes(member))),
  ])];
}

/** Each `Property =` in braces, with the type that is created there. */
function initializedProperties(text: string): Array<[type: string, property: string]> {
  const open: string[] = [];
  const found: Array<[string, string]> = [];
  for (const [, created, brace, property] of text.matchAll(/new (\w+)[^{}();]*\{|([{}])|(\w+) = /g)) {
    if (created !== undefined) {
      open.push(created);
    } else if (brace === '}') {
      open.pop();
    } else if (property !== undefined && open.length > 0) {
      found.push([open[open.length - 1], property]);
    }
  }
  return found;
}

function namespaceInCSharp({ name, targets, submodules }: JsiiAssembly, namespace: JsiiType['namespace']): string {
  return (namespace && submodules?.[`${name}.${namespace}`]?.targets?.dotnet?.namespace) ?? targets.dotnet.namespace;
}
