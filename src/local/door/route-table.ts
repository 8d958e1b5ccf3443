/** A route found for a request. */
export interface Found<Target> {
  readonly target: Target;
  readonly pathParameters: ReadonlyMap<string, string>;
}

interface Pattern<Target> {
  readonly method: string;
  readonly segments: readonly string[];
  readonly target: Target;
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** Finds the target of a method and a path: a literal path before one with parameters, and those before `{greedy+}` ones. */
export class RouteTable<Target> {
  private readonly literals = new Map<string, Target>();
  private readonly patterns: Pattern<Target>[] = [];

  /** The prefix stands before every path. */
  constructor(private readonly prefix: string) {}

  /** `ANY` as method stands for every method. */
  public add(method: string, pathBelowPrefix: string, target: Target): void {
    const path = this.prefix + (pathBelowPrefix === '/' ? '' : pathBelowPrefix);
    if (!path.includes('{')) {
      this.literals.set(`${method} ${path || '/'}`, target);
      return;
    }
    this.patterns.push({ method, segments: segmentsOf(path), target });
    this.patterns.sort((a, b) => rank(a) - rank(b));
  }

  public find(method: string, path: string): Found<Target> | undefined {
    const segments = segmentsOf(path);
    const plain = `/${segments.join('/')}`;
    const literal = this.literals.get(`${method} ${plain}`) ?? this.literals.get(`ANY ${plain}`);
    if (literal !== undefined) {
      return { target: literal, pathParameters: NO_PARAMETERS };
    }

    for (const pattern of this.patterns) {
      const pathParameters = pattern.method === method || pattern.method === 'ANY' ? match(pattern.segments, segments) : undefined;
      if (pathParameters) {
        return { target: pattern.target, pathParameters };
      }
    }
    return undefined;
  }
}

/** A slash at the end means nothing to API Gateway. */
function segmentsOf(path: string): string[] {
  const segments = path.split('/').slice(1);
  return segments.at(-1) === '' ? segments.slice(0, -1) : segments;
}

function rank({ segments }: Pattern<unknown>): number {
  return segments.some(segment => segment.endsWith('+}')) ? 1 : 0;
}

function match(pattern: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const [index, expected] of pattern.entries()) {
    const greedy = expected.endsWith('+}');
    const found = greedy ? segments.slice(index).join('/') : segments[index];
    if (!found || !expected.startsWith('{') && expected !== found) {
      return undefined;
    }
    if (expected.startsWith('{')) {
      parameters.set(expected.slice(1, greedy ? -2 : -1), decode(found));
    }
    if (greedy) {
      return parameters;
    }
  }
  return pattern.length === segments.length ? parameters : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
