/** What an expression in a template may refer to. */
export interface ExpressionScope {
  /** Value of a parameter or of a resource's `Ref`; `undefined` stands for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): unknown;
  mapping(name: string): unknown;
}

type Apply = (argument: unknown, scope: ExpressionScope) => unknown;

const FUNCTIONS: Readonly<Record<string, Apply>> = {
  'Ref': (name, scope) => scope.ref(String(name)),
  'Condition': (name, scope) => truth(scope.condition(String(name)), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : texts(argument, scope);
    return scope.attribute(logicalId, attribute.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, scope);
    return texts(parts, scope).join(String(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = texts(argument, scope);
    return text.split(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, scope);
    return list(items, scope)[Number(index)];
  },
  'Fn::Sub': (argument, scope) => {
    const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(text), resolveExpression(own, scope) as Record<string, unknown>, scope);
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(resolveExpression(argument, scope))).toString('base64'),
  'Fn::FindInMap': (argument, scope) => {
    const [name, topKey, secondKey] = texts(argument, scope);
    return (scope.mapping(name) as Record<string, Record<string, unknown>> | undefined)?.[topKey]?.[secondKey];
  },
  'Fn::If': (argument, scope) => {
    const [name, then, otherwise] = argument as unknown[];
    return resolveExpression(truth(scope.condition(String(name)), scope) ? then : otherwise, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = texts(argument, scope);
    return left === right;
  },
  'Fn::Not': (argument, scope) => !truth(argument, scope, 0),
  'Fn::And': (argument, scope) => (argument as unknown[]).every(part => truth(part, scope)),
  'Fn::Or': (argument, scope) => (argument as unknown[]).some(part => truth(part, scope)),
};

/** Evaluates the intrinsic functions in a value; what has no value is left out of lists and objects, as CloudFormation does. */
export function resolveExpression(value: unknown, scope: ExpressionScope): unknown {
  if (Array.isArray(value)) {
    return value.map(item => resolveExpression(item, scope)).filter(item => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }

  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && (name === 'Ref' || name === 'Condition' && typeof argument === 'string' || name.startsWith('Fn::'))) {
    return apply(name, argument, scope);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolveExpression(item, scope)]).filter(([, item]) => item !== undefined));
}

function apply(name: string, argument: unknown, scope: ExpressionScope): unknown {
  const known = FUNCTIONS[name];
  if (known) {
    return known(argument, scope);
  }
  if (name === 'Fn::ImportValue') {
    throw new Error(`values of another stack must be given as parameters with defaults for the local run, got Fn::ImportValue of ${JSON.stringify(argument)}`);
  }
  throw new Error(`intrinsic function must be one that the local run knows, got ${name}; known are ${Object.keys(FUNCTIONS).join(', ')}`);
}

function substitute(text: string, own: Record<string, unknown>, scope: ExpressionScope): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) {
      return `\${${name}}`;
    }
    if (name in own) {
      return String(own[name]);
    }
    const [logicalId, ...attribute] = name.split('.');
    return String(attribute.length > 0 ? scope.attribute(logicalId, attribute.join('.')) : scope.ref(name));
  });
}

function truth(value: unknown, scope: ExpressionScope, index?: number): boolean {
  const condition = index === undefined ? value : (value as unknown[])[index];
  return resolveExpression(condition, scope) === true;
}

function list(value: unknown, scope: ExpressionScope): unknown[] {
  return resolveExpression(value, scope) as unknown[];
}

function texts(value: unknown, scope: ExpressionScope): string[] {
  return list(value, scope).map(String);
}
