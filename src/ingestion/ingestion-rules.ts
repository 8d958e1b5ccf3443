import { Rule, within } from '../private/rules';

/** What the ingestion rules speak about. */
export interface IngestionFacts {
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  readonly fifo: boolean;
  /** Region or account of the queue, when it is another one than the endpoint's. */
  readonly queueElsewhere?: string;
}

const THROTTLING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html';

const SEND_MESSAGE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html';
const INTEGRATION = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html';

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
];
