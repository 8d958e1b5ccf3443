import { Rule, within } from '../private/rules';

/** What the ingestion rules speak about. */
export interface IngestionFacts {
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
}

const THROTTLING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html';

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
];
