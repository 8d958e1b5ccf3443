import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path, line and maybe column, as a frame of a stack or the head of a syntax error has them. */
const POSITION = /(?:^|[\s(])((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*?):(\d+)(?::(\d+))?\)?$/;

/** Frames that are not the user's code. */
const FOREIGN = /node:internal|[\\/]node_modules[\\/]|[\\/]interface-client[\\/]/;

/** Where in the user's code an error comes from, as an editor opens it; nothing when its stack does not tell. The process runs a copy of that code. */
export function errorPosition(stack: readonly string[], code: { readonly copy: string; readonly original: string }): string | undefined {
  for (const line of stack) {
    const [, path, row, column] = POSITION.exec(line.trim()) ?? [];
    if (path !== undefined && !FOREIGN.test(path)) {
      const file = path.startsWith('file:') ? fileURLToPath(path) : path;
      const original = file.startsWith(code.copy + sep) ? join(code.original, relative(code.copy, file)) : file;
      return [relative(process.cwd(), original), row, column].filter(part => part !== undefined).join(':');
    }
  }
  return undefined;
}
