import { functionNameOf } from './local-names';
import type { StackTemplate } from './stack-template';

/** A Lambda authorizer of a REST API. */
export interface RestLambdaAuthorizer {
  readonly id: string;
  /** `TOKEN` is told the token only, `REQUEST` the request. */
  readonly type: string;
  readonly functionName: string;
  /** Where a request says who it is from, such as `method.request.header.Authorization`. */
  readonly identitySources: readonly string[];
  /** What a token must match to be asked about. */
  readonly tokenPattern?: string;
  readonly resultsTtlSeconds: number;
}

/** What API Gateway takes when the template says nothing. */
const DEFAULT_RESULTS_TTL_SECONDS = 300;

/** Reads the authorizer of an id; nothing if it is not one that a function decides. */
export function readRestAuthorizer(template: StackTemplate, id: string | undefined): RestLambdaAuthorizer | undefined {
  const authorizer = template.resources('AWS::ApiGateway::Authorizer').find(({ logicalId }) => logicalId === id);
  const functionName = authorizer && authorizerFunctionOf(authorizer.optionalText('AuthorizerUri'));
  if (!authorizer || functionName === undefined) {
    return undefined;
  }
  return {
    id: authorizer.logicalId,
    type: authorizer.text('Type'),
    functionName,
    identitySources: (authorizer.optionalText('IdentitySource') ?? '').split(',').map(source => source.trim()).filter(source => source !== ''),
    tokenPattern: authorizer.optionalText('IdentityValidationExpression'),
    resultsTtlSeconds: authorizer.number('AuthorizerResultTtlInSeconds', DEFAULT_RESULTS_TTL_SECONDS),
  };
}

/** Name of the function in the URI of an authorizer. */
export function authorizerFunctionOf(uri: string | undefined): string | undefined {
  const reference = /\/functions\/(.+)\/invocations$/.exec(uri ?? '')?.[1];
  return reference === undefined ? undefined : functionNameOf(reference);
}
