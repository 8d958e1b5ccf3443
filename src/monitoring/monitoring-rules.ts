import { Duration } from 'aws-cdk-lib';
import { Rule, whenKnown, within } from '../private/rules';

/** What the rules of alarms speak about. */
export interface MonitoringFacts {
  readonly alarmActionCount?: number;
  readonly okActionCount?: number;
  readonly promisedLag?: Duration;
  readonly silence?: Duration;
  readonly maxClientErrorShare?: number;
  readonly maxQuarantineShare?: number;
  /** Of the queue, as far as it is known. */
  readonly visibilityTimeout?: Duration;
  readonly retentionPeriod?: Duration;
  /** Id of a REST API that was imported without its name. */
  readonly namelessApi?: string;
}

const PUT_METRIC_ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
const LAMBDA_WITH_SQS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';
const ATTRIBUTES = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html';
const DOOR_METRICS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html';

/** How often a silence is looked at, in minutes. */
const STEP = 5;

/** A silence must leave room in the day that is looked back on for the request before it. */
const LONGEST_SILENCE = 23 * 60;

/** What must hold for alarms. */
export const MONITORING_RULES: readonly Rule<MonitoringFacts>[] = [
  {
    id: 'MonitoringActions',
    severity: 'error',
    holds: facts => within(facts.alarmActionCount, 0, 5) && within(facts.okActionCount, 0, 5),
    message: facts => `alarmActions and okActions must be at most 5 each, got ${facts.alarmActionCount ?? 0} and ${facts.okActionCount ?? 0}; `
      + 'let one SNS topic tell the others',
    source: PUT_METRIC_ALARM,
  },
  {
    id: 'MonitoringSilence',
    severity: 'error',
    holds: facts => whenKnown([minutes(facts.silence)], silence => within(silence, STEP, LONGEST_SILENCE) && silence % STEP === 0),
    message: facts => `silence must be a multiple of 5 minutes, at most 23 hours, got ${facts.silence?.toHumanString()}; `
      + 'CloudWatch looks back a day, for the request before it too',
    source: PUT_METRIC_ALARM,
  },
  {
    id: 'MonitoringShares',
    severity: 'error',
    holds: facts => isShare(facts.maxClientErrorShare) && isShare(facts.maxQuarantineShare),
    message: facts => 'maxClientErrorShare and maxQuarantineShare must be per cent, above 0 and at most 100, '
      + `got ${facts.maxClientErrorShare ?? 'none'} and ${facts.maxQuarantineShare ?? 'none'}`,
    source: PUT_METRIC_ALARM,
  },
  {
    id: 'MonitoringLag',
    severity: 'warning',
    holds: facts => whenKnown([minutes(facts.promisedLag), minutes(facts.visibilityTimeout)], (lag, hidden) => lag > hidden),
    message: facts => `promisedLag must be longer than the queue's visibility timeout of ${facts.visibilityTimeout?.toHumanString()}, `
      + `got ${facts.promisedLag?.toHumanString()}; a request waits so long for its second try, and one such request would wake somebody`,
    source: LAMBDA_WITH_SQS,
  },
  {
    id: 'MonitoringLagKept',
    severity: 'warning',
    holds: facts => whenKnown([minutes(facts.promisedLag), minutes(facts.retentionPeriod)], (lag, kept) => lag < kept),
    message: facts => `promisedLag must be shorter than the queue's retentionPeriod of ${facts.retentionPeriod?.toHumanString()}, `
      + `got ${facts.promisedLag?.toHumanString()}; SQS would delete requests before the alarm goes off`,
    source: ATTRIBUTES,
  },
  {
    id: 'MonitoringNamelessApi',
    severity: 'warning',
    holds: facts => facts.namelessApi === undefined,
    message: facts => `restApiName must be given where a REST API is imported, got none for ${facts.namelessApi}; `
      + 'CloudWatch knows an API by its name, and alarms and graphs of the door would watch nothing',
    source: DOOR_METRICS,
  },
];

function minutes(duration: Duration | undefined): number | undefined {
  return duration === undefined || duration.isUnresolved() ? undefined : duration.toMinutes({ integral: false });
}

function isShare(share: number | undefined): boolean {
  return within(share, 0, 100) && share !== 0;
}
