const STEP = /\.([A-Za-z_][\w-]*)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/y;

/** Finds the value at a path such as `$.batch[0].userId`; paths with filters, wildcards or `..` are refused. */
export function selectPath(value: unknown, path: string): unknown {
  if (!path.startsWith('$')) {
    throw new Error(`path must start with $, got ${path}`);
  }

  let found = value;
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const at = STEP.lastIndex;
    const step = STEP.exec(path);
    if (!step) {
      throw new Error(`path must have only names and indexes in the local run, got ${path.slice(at)} in ${path}`);
    }
    const key = step[1] ?? step[2] ?? step[3] ?? step[4];
    found = typeof found === 'object' && found !== null && Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined;
  }
  return found;
}
