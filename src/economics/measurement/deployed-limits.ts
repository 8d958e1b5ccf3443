import {
  GetCapacityProviderCommand, GetFunctionConcurrencyCommand, GetFunctionScalingConfigCommand, paginateListProvisionedConcurrencyConfigs,
  type CapacityProvider, type FunctionScalingConfig, type LambdaClient,
} from '@aws-sdk/client-lambda';
import { capacityProviderOf, type DeployedParts } from './deployed-parts';
import { ifPermitted, type Permitted } from './permission';

/** How much of a function may run, and how much always does; what was not permitted to be read is absent. */
export interface DeployedLimits {
  /** Of ordinary Lambda. */
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
  /** Of managed instances. */
  readonly scaling?: FunctionScalingConfig;
  readonly provider?: CapacityProvider;
  /** What is not known, with what AWS said. */
  readonly unread: readonly string[];
}

/** Reads how far a function scales, on the compute that it has. */
export async function deployedLimits(lambda: LambdaClient, parts: DeployedParts): Promise<DeployedLimits> {
  const provider = capacityProviderOf(parts);
  return provider === undefined ? ordinaryLimits(lambda, parts) : managedLimits(lambda, parts, provider);
}

async function ordinaryLimits(lambda: LambdaClient, { functionName: FunctionName, mapping: { FunctionArn = '' } }: DeployedParts): Promise<DeployedLimits> {
  const isQualified = FunctionArn.split(':').length > 7; // $LATEST has no provisioned concurrency
  const [reserved, provisioned] = await Promise.all([
    ifPermitted(async () => (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions),
    ifPermitted(async () => isQualified ? provisionedFor(lambda, FunctionName, FunctionArn) : 0),
  ]);
  return {
    reservedConcurrency: valueOf(reserved),
    provisionedConcurrency: valueOf(provisioned),
    unread: [
      ...refusal('reserved concurrency is not known and taken for none', reserved),
      ...refusal('provisioned concurrency is not known and taken for none', provisioned),
    ],
  };
}

/** Environments that stand ready for the alias or version that a mapping hands batches to. */
async function provisionedFor(client: LambdaClient, FunctionName: string, qualifiedArn: string): Promise<number> {
  for await (const { ProvisionedConcurrencyConfigs = [] } of paginateListProvisionedConcurrencyConfigs({ client }, { FunctionName })) {
    const own = ProvisionedConcurrencyConfigs.find(({ FunctionArn }) => FunctionArn === qualifiedArn);
    if (own !== undefined) {
      return own.RequestedProvisionedConcurrentExecutions ?? 0;
    }
  }
  return 0;
}

async function managedLimits(lambda: LambdaClient, { functionName, mapping }: DeployedParts, CapacityProviderName: string): Promise<DeployedLimits> {
  const Qualifier = mapping.FunctionArn?.split(':')[7] ?? '$LATEST.PUBLISHED';
  const [scaling, provider] = await Promise.all([
    ifPermitted(async () => {
      const answer = await lambda.send(new GetFunctionScalingConfigCommand({ FunctionName: functionName, Qualifier }));
      return answer.AppliedFunctionScalingConfig ?? answer.RequestedFunctionScalingConfig;
    }),
    ifPermitted(async () => (await lambda.send(new GetCapacityProviderCommand({ CapacityProviderName }))).CapacityProvider),
  ]);
  return {
    scaling: valueOf(scaling),
    provider: valueOf(provider),
    unread: [
      ...refusal('the least and the most environments are not known and taken for those of the default pipeline', scaling),
      ...refusal('limits and types of the instances are not known and taken for those of the default pipeline', provider),
    ],
  };
}

function valueOf<Of>(read: Permitted<Of>): Of | undefined {
  return 'value' in read ? read.value : undefined;
}

function refusal(untold: string, read: Permitted<unknown>): string[] {
  return 'refused' in read ? [`${untold}: ${read.refused}`] : [];
}
