/** A word of a command line, as `parseArgs` tells it. */
export type Token =
  | { readonly kind: 'option'; readonly name: string; readonly rawName: string; readonly value?: string }
  | { readonly kind: 'positional'; readonly value: string }
  | { readonly kind: 'option-terminator' };

/** Options in the place of those that were given: `true` for one without a value, `undefined` for one to leave out. */
export type OtherOptions = Readonly<Record<string, string | true | undefined>>;

/** A command as it can be given to a shell again, with some options changed. */
export function sameCommand(command: string, tokens: readonly Token[], others: OtherOptions): string {
  const kept = tokens.flatMap(token => {
    switch (token.kind) {
      case 'option': return Object.hasOwn(others, token.name) ? [] : [token.rawName, ...token.value === undefined ? [] : [quoted(token.value)]];
      case 'positional': return [quoted(token.value)];
      default: return [];
    }
  });
  const changed = Object.entries(others).flatMap(([name, value]) => value === undefined ? [] : [`--${name}`, ...value === true ? [] : [quoted(value)]]);
  return ['telemetry-pipeline', command, ...kept, ...changed].join(' ');
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`;
}
