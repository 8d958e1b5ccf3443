import type { DoorRequest } from './door-request';
import { selectPath } from './json-path';

/** What the mapping expressions of an HTTP API read from. */
export interface MappingSource {
  readonly request: DoorRequest;
  readonly pathParameters: ReadonlyMap<string, string>;
  readonly body: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Evaluates a mapping expression; `undefined` when it reads what the request does not have. */
export type MappingExpression = (source: MappingSource) => string | undefined;

/** Paths into the body see no more than its first 100 KB. */
const BODY_PATH_LIMIT = 100 * 1024;

const REFERENCE = /^\$(?:request|context|stageVariables)(?:\.|$)/;

/**
 * Reads a mapping expression of an HTTP API: one reference, or static text with references in `${}`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export function compileExpression(expression: string): MappingExpression {
  if (REFERENCE.test(expression)) {
    return source => evaluate(expression.slice(1), source);
  }
  if (!expression.includes('${')) {
    return () => expression;
  }
  return source => expression.replace(/\$\{([^}]+)\}/g, (_, reference: string) => evaluate(reference, source) ?? '');
}

function evaluate(reference: string, source: MappingSource): string | undefined {
  const [root, kind, ...rest] = reference.split('.');
  if (root === 'context') {
    return text([kind, ...rest].reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], source.context));
  }
  if (root === 'stageVariables') {
    return source.stageVariables[kind];
  }

  const name = rest.join('.');
  switch (kind) {
    case 'body': return name === '' ? source.body || undefined : text(readBodyPath(source.body, reference.slice('request.body'.length)));
    case 'header': return source.request.header(name);
    case 'querystring': return source.request.query.get(name);
    case 'path': return name === '' ? source.request.path : source.pathParameters.get(name);
    default: throw new Error(`mapping expression must read body, header, querystring or path of the request, got ${reference}`);
  }
}

function readBodyPath(body: string, path: string): unknown {
  if (body.length > BODY_PATH_LIMIT) {
    return undefined;
  }
  try {
    return selectPath(JSON.parse(body), `$${path}`);
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
