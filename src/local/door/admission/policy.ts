/** What a policy says of a request. */
export type Effect = 'allowed' | 'denied' | 'not mentioned';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Actions know no case. */
const INVOKE = 'execute-api:invoke';

/** Parts of a statement without which it would say something else. */
const UNKNOWN_PARTS = ['Condition', 'NotAction', 'NotResource', 'Principal', 'NotPrincipal'];

/**
 * Evaluates the policy that an authorizer answered with: what is denied anywhere is denied.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function evaluatePolicy(document: unknown, methodArn: string): Effect {
  const applying = statementsOf(document)
    .filter(({ Action }) => texts(Action).some(action => matches(action.toLowerCase(), INVOKE)))
    .filter(({ Resource }) => texts(Resource).some(resource => matches(resource, methodArn)));
  if (applying.length === 0) {
    return 'not mentioned';
  }
  return applying.some(({ Effect: effect }) => effect === 'Deny') ? 'denied' : 'allowed';
}

function statementsOf(document: unknown): Statement[] {
  const { Statement: found } = (document ?? {}) as { Statement?: unknown };
  const statements = (Array.isArray(found) ? found : [found]) as (Partial<Statement> | undefined)[];
  return statements.map(statement => {
    const unknown = UNKNOWN_PARTS.find(part => Object.hasOwn(statement ?? {}, part));
    if (unknown !== undefined) {
      throw new Error(`a policy of an authorizer must have no ${unknown} in the local run`);
    }
    const { Effect: effect, Action, Resource } = statement ?? {};
    if (effect !== 'Allow' && effect !== 'Deny' || !areTexts(Action) || !areTexts(Resource)) {
      throw new Error('an authorizer must answer with a policy whose statements have Effect, Action and Resource');
    }
    return { Effect: effect, Action, Resource };
  });
}

function areTexts(value: unknown): value is string | string[] {
  return typeof value === 'string' || Array.isArray(value) && value.every(item => typeof item === 'string');
}

function texts(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function matches(pattern: string, text: string): boolean {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}
