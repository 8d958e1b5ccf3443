import type {
  APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult, APIGatewayTokenAuthorizerEvent,
} from 'aws-lambda';
import { writeKeyOf } from './authorization-header';
import { WRITE_KEY_ID } from '../../wire/write-key-settings';

/** What the door asks: a REST API with the token alone, an HTTP API with the request. */
export type Question = APIGatewayTokenAuthorizerEvent | APIGatewayRequestAuthorizerEventV2;

/** What it gets; an HTTP API needs no policy. */
export type Verdict = APIGatewayAuthorizerResult | APIGatewaySimpleAuthorizerWithContextResult<Record<string, string>>;

/** Finds the id of a write key; undefined when it is not known. */
export type FindId = (key: string) => Promise<string | undefined>;

/** Tells the door whether a request has a write key that is known, and which; the key itself goes no further. */
export async function authorize(question: Question, findId: FindId): Promise<Verdict> {
  const key = writeKeyOf('authorizationToken' in question ? question.authorizationToken : question.headers?.authorization);
  const id = key === null ? undefined : await findId(key);
  const context: Record<string, string> = id === undefined ? {} : { [WRITE_KEY_ID]: id };
  return 'methodArn' in question ? policy(question.methodArn, id, context) : { isAuthorized: id !== undefined, context };
}

/**
 * For every route of the stage: the verdict is kept by token, not by route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization-with-console.html
 */
function policy(methodArn: string, id: string | undefined, context: Record<string, string>): APIGatewayAuthorizerResult {
  const [api, stage] = methodArn.split('/');
  return {
    principalId: id ?? 'unknown',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: id === undefined ? 'Deny' : 'Allow', Resource: `${api}/${stage}/*` }],
    },
    context,
  };
}
