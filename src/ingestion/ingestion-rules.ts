import { Token } from 'aws-cdk-lib';
import type { IngestionFacts } from './ingestion-facts';
import { grouped, Rule, within } from '../private/rules';

const THROTTLING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html';

const SEND_MESSAGE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html';
const INTEGRATION = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html';
const CHOICE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html';
const FAIR_QUEUES = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html';
const CORS = 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS';
const MESSAGE_QUOTAS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html';
const PRIVATE_APIS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html';
const BODY_MAPPING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html';
const AUTHORIZERS = 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html';

/** SQS's own. */
const MOST_REQUEST_BYTES = 1_048_576;
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#*\s'"$]+$/;
const MEDIA_TYPE = /^[a-z0-9!#&^_.+-]+\/[a-z0-9!#&^_.+-]+$/;
const BINARY_TYPE = /octet-stream|protobuf|^image\/|^audio\/|^video\/|gzip|zip$|avro|msgpack|cbor/;

export const INGESTION_RULES: readonly Rule<IngestionFacts>[] = [
  {
    id: 'IngestionThrottleRate',
    severity: 'error',
    holds: facts => within(facts.throttlingRateLimit, 1, Number.MAX_SAFE_INTEGER),
    message: facts => `throttlingRateLimit must be at least 1 request a second, got ${facts.throttlingRateLimit}`,
    source: THROTTLING,
  },
  {
    id: 'IngestionThrottleBurst',
    severity: 'error',
    holds: facts => within(facts.throttlingBurstLimit, 1, Number.MAX_SAFE_INTEGER),
    message: facts => `throttlingBurstLimit must be at least 1 request, got ${facts.throttlingBurstLimit}`,
    source: THROTTLING,
  },
  {
    id: 'IngestionFifoQueue',
    severity: 'error',
    holds: facts => !facts.fifo,
    message: () => 'queue must be a standard queue, got a FIFO queue; SQS refuses every message to it that has no group, and telemetry has none',
    source: SEND_MESSAGE,
  },
  {
    id: 'IngestionQueueElsewhere',
    severity: 'warning',
    holds: facts => facts.queueElsewhere === undefined,
    message: facts => `queue must lie in the account and region of the endpoint, got one in ${facts.queueElsewhere}; an HTTP API does not reach another region, `
      + 'and another account must let the endpoint\'s role in by the queue\'s policy',
    source: INTEGRATION,
  },
  {
    id: 'IngestionAuthorizationDoor',
    severity: 'error',
    holds: ({ authorizationDoors, doorKind }) => authorizationDoors.includes(doorKind),
    message: ({ authorization, authorizationDoors, doorKind }) => `authorization must be one that the door knows, got ${authorization} on the ${doorKind}; `
      + `only the ${authorizationDoors[0]} has it`,
    source: CHOICE,
  },
  {
    id: 'IngestionAuthorizationCache',
    severity: 'error',
    holds: ({ resultsCacheSeconds }) => within(resultsCacheSeconds, 0, 3_600),
    message: ({ resultsCacheSeconds }) => `resultsCacheTtl must be at most 1 hour, got ${grouped(resultsCacheSeconds)} seconds`,
    source: AUTHORIZERS,
  },
  {
    id: 'IngestionFairQueues',
    severity: 'error',
    holds: ({ fairQueues, keyId }) => !fairQueues || keyId !== undefined,
    message: ({ authorization }) => `fairQueues must have an authorization that tells whose key a request came with, got ${authorization}; `
      + 'set IngestionAuth.writeKeys(), apiKeys(), or lambda() with writeKeyIdName',
    source: FAIR_QUEUES,
  },
  {
    id: 'IngestionCorsCredentials',
    severity: 'error',
    holds: ({ allowCredentials, allowOrigins }) => !allowCredentials || !allowOrigins?.includes('*'),
    message: () => 'cors.allowOrigins must name each origin when allowCredentials is set, got *; browsers refuse the pair, and it would let any page send as its visitor',
    source: CORS,
  },
  {
    id: 'IngestionCorsOrigins',
    severity: 'error',
    holds: ({ allowOrigins }) => allowOrigins === undefined || wrongOrigin(allowOrigins) === undefined,
    message: ({ allowOrigins = [] }) => `cors.allowOrigins must be * alone, or origins such as https://shop.example.com without path or slash, got ${wrongOrigin(allowOrigins)}`,
    source: CORS,
  },
  {
    id: 'IngestionExistingApi',
    severity: 'error',
    holds: ({ ownersProps = [] }) => ownersProps.length === 0,
    message: ({ doorKind, ownersProps = [] }) => `what the owner of an existing ${doorKind} decides must be left out, got ${ownersProps.join(', ')}`,
    source: CHOICE,
  },
  {
    id: 'IngestionPrivateDomain',
    severity: 'error',
    holds: ({ isPrivate, domainName }) => !isPrivate || domainName === undefined,
    message: ({ domainName }) => `domain must be left out with privateEndpoints, got ${domainName}; a regional name does not lead to a private API`,
    source: PRIVATE_APIS,
  },
  {
    id: 'IngestionBodyTypes',
    severity: 'error',
    holds: ({ bodyTypes }) => bodyTypes === undefined || wrongBodyType(bodyTypes) === undefined,
    message: ({ bodyTypes = [] }) => `bodyTypes must be content types of text, in lower case and without parameters, such as application/json, got ${wrongBodyType(bodyTypes)}`,
    source: BODY_MAPPING,
  },
  {
    id: 'IngestionMaxRequestSize',
    severity: 'error',
    holds: ({ maxRequestSize }) => within(maxRequestSize, 1, MOST_REQUEST_BYTES),
    message: ({ maxRequestSize }) => `maxRequestSize must be from 1 to ${grouped(MOST_REQUEST_BYTES)} bytes, got ${grouped(maxRequestSize)}`,
    source: MESSAGE_QUOTAS,
  },
];

/** The first that is none, or what is wrong with all of them. */
function wrongOrigin(allowOrigins: readonly string[]): string | undefined {
  if (allowOrigins.length === 0) {
    return 'none';
  }
  if (allowOrigins.length > 1 && allowOrigins.includes('*')) {
    return `* among ${allowOrigins.length}`;
  }
  return allowOrigins.find(origin => origin !== '*' && !Token.isUnresolved(origin) && !ORIGIN.test(origin));
}

function wrongBodyType(bodyTypes: readonly string[]): string | undefined {
  return bodyTypes.length === 0 ? 'none' : bodyTypes.find(type => !MEDIA_TYPE.test(type) || BINARY_TYPE.test(type));
}
