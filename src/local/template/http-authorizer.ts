import { authorizerFunctionOf } from './rest-authorizer';
import type { StackTemplate } from './stack-template';

/** A Lambda authorizer of an HTTP API. */
export interface HttpLambdaAuthorizer {
  readonly id: string;
  readonly functionName: string;
  /** Where a request says who it is from, such as `$request.header.Authorization`. */
  readonly identitySources: readonly string[];
  /** `1.0` or `2.0`. */
  readonly payloadFormat: string;
  /** Whether the function answers yes or no rather than with a policy. */
  readonly simpleResponses: boolean;
  readonly resultsTtlSeconds: number;
}

/** Reads the authorizer of an id; nothing if it is not one that a function decides. */
export function readHttpAuthorizer(template: StackTemplate, id: string | undefined): HttpLambdaAuthorizer | undefined {
  const authorizer = template.resources('AWS::ApiGatewayV2::Authorizer').find(({ logicalId }) => logicalId === id);
  const functionName = authorizer && authorizerFunctionOf(authorizer.optionalText('AuthorizerUri'));
  if (!authorizer || functionName === undefined) {
    return undefined;
  }
  return {
    id: authorizer.logicalId,
    functionName,
    identitySources: authorizer.list('IdentitySource'),
    payloadFormat: authorizer.optionalText('AuthorizerPayloadFormatVersion') ?? '1.0',
    simpleResponses: authorizer.value('EnableSimpleResponses') === true,
    resultsTtlSeconds: authorizer.number('AuthorizerResultTtlInSeconds', 0),
  };
}
