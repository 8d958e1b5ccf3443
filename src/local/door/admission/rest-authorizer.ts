import { AskedFunction, type InvokableFunction } from './asked-function';
import { evaluatePolicy, type Effect } from './policy';
import { methodArn, requestQuestion, tokenQuestion, type AskedRequest } from './questions';
import type { RestLambdaAuthorizer } from '../../template/rest-authorizer';
import { Refusal } from '../refusal';

/** What an authorizer tells of a request that it lets in. */
export interface Admitted {
  /** What templates read as `$context.authorizer`. */
  readonly context: Readonly<Record<string, unknown>>;
  /** API key that the request counts for, where the authorizer tells it. */
  readonly usageKey?: string;
}

interface PolicyAnswer {
  readonly principalId?: unknown;
  readonly policyDocument?: unknown;
  readonly context?: Readonly<Record<string, unknown>> | null;
  readonly usageIdentifierKey?: unknown;
}

/**
 * A Lambda authorizer of a REST API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class RestAuthorizer {
  private readonly asked: AskedFunction;
  private readonly tokenPattern?: RegExp;

  constructor(private readonly settings: RestLambdaAuthorizer, fn: InvokableFunction) {
    this.asked = new AskedFunction(fn, settings.functionName, settings.resultsTtlSeconds);
    this.tokenPattern = settings.tokenPattern === undefined ? undefined : new RegExp(`^(?:${settings.tokenPattern})$`);
  }

  /** Lets a request in, or refuses it. */
  public async admit(request: AskedRequest): Promise<Admitted> {
    const identity = this.identityOf(request);
    const answer = await this.asked.ask(identity, () => this.settings.type === 'TOKEN' ? tokenQuestion(request, identity[0]) : requestQuestion(request));
    return admittedBy(answer, methodArn(request), this.settings.functionName);
  }

  /** Where no verdict is kept, a function that is told the request looks for itself who it is from. */
  private identityOf(request: AskedRequest): string[] {
    const { type, identitySources, resultsTtlSeconds } = this.settings;
    if (type !== 'TOKEN' && resultsTtlSeconds === 0) {
      return [];
    }
    return identitySources.map(source => {
      const value = readSource(source, request);
      if (!value || this.tokenPattern?.test(value) === false) {
        throw new Refusal('UNAUTHORIZED');
      }
      return value;
    });
  }
}

/** Reads a policy as API Gateway does; its context is text, numbers and booleans, and templates see text. */
export function admittedBy(answer: unknown, arn: string, functionName: string): Admitted {
  const { principalId, policyDocument, context, usageIdentifierKey } = (answer ?? {}) as PolicyAnswer;
  const entries = Object.entries(context ?? {});
  const nested = entries.find(([, value]) => typeof value === 'object' && value !== null);
  if (nested) {
    throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', `the context that ${functionName} answers with must have plain values, got an object as ${nested[0]}`);
  }
  const effect = effectOf(policyDocument, arn, functionName);
  if (effect !== 'allowed') {
    throw new Refusal('ACCESS_DENIED', undefined, effect === 'denied' ? 'User is not authorized to access this resource with an explicit deny' : undefined);
  }
  return {
    context: Object.fromEntries([['principalId', principalId], ...entries].filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])),
    usageKey: typeof usageIdentifierKey === 'string' ? usageIdentifierKey : undefined,
  };
}

function effectOf(policyDocument: unknown, arn: string, functionName: string): Effect {
  try {
    return evaluatePolicy(policyDocument, arn);
  } catch (error) {
    throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', `${functionName}: ${(error as Error).message}`);
  }
}

function readSource(source: string, { request, stage, apiId, route, stageVariables }: AskedRequest): string | undefined {
  const [, kind, name] = /^(method\.request\.header|method\.request\.querystring|stageVariables|context)\.(.+)$/.exec(source) ?? [];
  switch (kind) {
    case 'method.request.header': return request.header(name);
    case 'method.request.querystring': return request.query.get(name);
    case 'stageVariables': return stageVariables[name];
    case 'context': return ({
      'apiId': apiId,
      'stage': stage,
      'resourcePath': route,
      'httpMethod': request.method,
      'path': request.path,
      'identity.sourceIp': request.sourceIp,
      'identity.userAgent': request.header('user-agent'),
    } as Record<string, string | undefined>)[name];
    default: throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', `an identity source must be a header, a query parameter, a stage variable or of the context, got ${source}`);
  }
}
