import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Admission, DoorKind } from './auth/admission';
import type { DoorFacts } from './door/ingestion-door';
import type { TelemetryIngestionApiProps } from './telemetry-ingestion-api';

/** What the ingestion rules speak about. */
export interface IngestionFacts {
  readonly doorKind: DoorKind;
  /** Props that were given, and that the owner of an existing API decides. */
  readonly ownersProps?: readonly string[];
  readonly isPrivate?: boolean;
  readonly bodyTypes?: readonly string[];
  readonly maxRequestSize?: number;
  readonly throttlingRateLimit?: number;
  readonly throttlingBurstLimit?: number;
  readonly fifo?: boolean;
  /** Region or account of the queue, when it is another one than the endpoint's. */
  readonly queueElsewhere?: string;
  readonly fairQueues?: boolean;
  readonly domainName?: string;
  readonly allowOrigins?: readonly string[];
  readonly allowCredentials?: boolean;
  /** How the authorization was made. */
  readonly authorization: string;
  /** Kinds of API that know it. */
  readonly authorizationDoors: readonly DoorKind[];
  readonly keyId?: string;
  readonly resultsCacheSeconds?: number;
}

/** Puts together what the rules speak about. */
export function factsOfIngestion(scope: Construct, door: DoorFacts, admission: Admission, props: TelemetryIngestionApiProps): IngestionFacts {
  const { throttlingRateLimit, throttlingBurstLimit, queue, fairQueues, domain, cors } = props;
  const { kind, bodyTypes, maxRequestSize, privateEndpoints } = door;
  const { name, doors, keyId, resultsCacheSeconds } = admission;

  return {
    doorKind: kind,
    ownersProps: door.existing ? ownersProps(door, admission, props) : [],
    isPrivate: privateEndpoints !== undefined,
    bodyTypes,
    maxRequestSize,
    throttlingRateLimit,
    throttlingBurstLimit,
    fifo: queue.fifo,
    queueElsewhere: elsewhere(scope, queue),
    fairQueues,
    domainName: domain?.domainName,
    allowOrigins: cors?.allowOrigins,
    allowCredentials: cors?.allowCredentials,
    authorization: name,
    authorizationDoors: doors,
    keyId,
    resultsCacheSeconds,
  };
}

/** A REST API can have preflights on single routes; an HTTP API answers all of them alike. */
function ownersProps(door: DoorFacts, { asksOurFunction }: Admission, props: TelemetryIngestionApiProps): string[] {
  const ofEndpoint = ['throttlingRateLimit', 'throttlingBurstLimit', 'domain'] as const;
  const ofLogs = ['logRetention', 'logEncryptionKey'] as const;
  const ofDoor = ['cloudWatchRole', 'webAclArn', 'privateEndpoints'] as const;
  return [
    ...ofEndpoint.filter(name => props[name] !== undefined),
    ...asksOurFunction ? [] : ofLogs.filter(name => props[name] !== undefined),
    ...door.kind === 'HTTP API' && props.cors !== undefined ? ['cors'] : [],
    ...ofDoor.filter(name => door[name] !== undefined),
  ];
}

function elsewhere(scope: Construct, queue: sqs.IQueue): string | undefined {
  const { account, region } = Stack.of(scope);
  return [[queue.env.account, account], [queue.env.region, region]]
    .find(([theirs, ours]) => Token.compareStrings(theirs, ours) === TokenComparison.DIFFERENT)?.[0];
}
