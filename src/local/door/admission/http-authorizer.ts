import { AskedFunction, type InvokableFunction } from './asked-function';
import { methodArn, requestQuestion, routeQuestion, type AskedRequest } from './questions';
import { admittedBy } from './rest-authorizer';
import type { HttpLambdaAuthorizer } from '../../template/http-authorizer';
import { compileExpression, type MappingExpression, type MappingSource } from '../parameter-mapping';
import { Refusal } from '../refusal';

interface SimpleAnswer {
  readonly isAuthorized?: unknown;
  readonly context?: Readonly<Record<string, unknown>> | null;
}

/**
 * A Lambda authorizer of an HTTP API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export class HttpAuthorizer {
  private readonly asked: AskedFunction;
  private readonly sources: readonly MappingExpression[];

  constructor(private readonly settings: HttpLambdaAuthorizer, fn: InvokableFunction) {
    this.asked = new AskedFunction(fn, settings.functionName, settings.resultsTtlSeconds);
    this.sources = settings.identitySources.map(compileExpression);
  }

  /** Lets a request in and returns what mappings read as `$context.authorizer`, or refuses it. */
  public async admit(request: AskedRequest, source: MappingSource): Promise<Readonly<Record<string, unknown>>> {
    const identity = this.sources.map(read => {
      const value = read(source);
      if (!value) {
        throw new Refusal('UNAUTHORIZED');
      }
      return value;
    });
    const { payloadFormat, simpleResponses, functionName } = this.settings;
    const answer = await this.asked.ask(identity, () => payloadFormat === '2.0' ? routeQuestion(request, identity) : {
      ...requestQuestion(request), version: '1.0', identitySource: identity.join(','), authorizationToken: identity[0],
    });
    return simpleResponses ? simplyAdmitted(answer, functionName) : admittedBy(answer, methodArn(request), functionName).context;
  }
}

function simplyAdmitted(answer: unknown, functionName: string): Readonly<Record<string, unknown>> {
  const { isAuthorized, context } = (answer ?? {}) as SimpleAnswer;
  if (typeof isAuthorized !== 'boolean') {
    throw new Refusal('AUTHORIZER_CONFIGURATION_ERROR', `${functionName} must answer with isAuthorized, true or false, got ${JSON.stringify(answer)}`);
  }
  if (!isAuthorized) {
    throw new Refusal('ACCESS_DENIED');
  }
  return context ?? {};
}
