import { inCSharp, type JsiiType } from './jsii-assembly';

/** What a generated source declares, with the summary of each declaration. */
export function declarationsIn(source: string): Map<string, string> {
  const declarations = new Map<string, string>();
  let summary = '';
  for (const line of source.split('\n')) {
    summary = line.match(/^\s*\/\/\/ <summary>(.*)<\/summary>/)?.[1] ?? summary;
    const name = line.match(/^\s+public [^(:]*?(\w+)\s*(?:[(:].*)?$/)?.[1] ?? line.match(/^\s+([A-Z][A-Z0-9_]*),?$/)?.[1];
    if (name !== undefined && !declarations.has(name)) { // a class comes before its constructors
      declarations.set(name, summary.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
      summary = '';
    }
  }
  return declarations;
}

/** What the generated sources should say of a type, and do not. */
export function missingDeclarations(type: JsiiType, declarations: ReadonlyMap<string, string>): string[] {
  const expected = [
    { name: type.name, docs: type.docs },
    ...[...type.properties ?? [], ...type.methods ?? []].map(({ name, docs }) => ({ name: inCSharp(name), docs })),
    ...type.members ?? [],
  ];
  return expected.flatMap(({ name, docs }) => {
    const summary = declarations.get(name);
    if (summary === undefined) {
      return [`${type.name} has no ${name}`];
    }
    return summary === (docs?.summary ?? '') ? [] : [`${type.name}.${name} is documented as '${summary}'`];
  });
}
