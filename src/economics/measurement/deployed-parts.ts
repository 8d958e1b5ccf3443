import { GetTemplateCommand, type CloudFormationClient, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import {
  GetEventSourceMappingCommand, GetFunctionConfigurationCommand, paginateListEventSourceMappings,
  type EventSourceMappingConfiguration, type FunctionConfiguration, type LambdaClient,
} from '@aws-sdk/client-lambda';
import { stackResources } from './stack-resources';
import type { DoorConfiguration } from '../configuration';

/** A pipeline in an account, whoever deployed it. */
export interface DeployedParts {
  readonly functionName: string;
  readonly queueName: string;
  readonly function: FunctionConfiguration;
  readonly mapping: EventSourceMappingConfiguration;
  /** API in front of the queue; absent when nobody told which. */
  readonly door?: DeployedDoor;
  /** Types of what the stack holds, each as often as it is there; absent when no stack was named. */
  readonly resourceTypes?: readonly string[];
}

/** An API by what its metrics are filed under. */
export interface DeployedDoor {
  readonly kind: DoorConfiguration['kind'];
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Clients that read what is deployed. */
export interface AccountClients {
  readonly cloudFormation: CloudFormationClient;
  readonly lambda: LambdaClient;
}

/** Finds a pipeline by its stack: the mapping of the stack that reads a queue tells queue and function. */
export async function partsOfStack({ cloudFormation, lambda }: AccountClients, stackName: string): Promise<DeployedParts> {
  const resources = await stackResources(cloudFormation, stackName);
  const created = resources.filter(({ PhysicalResourceId }) => PhysicalResourceId !== undefined);
  const ofType = (type: string) => created.filter(({ ResourceType }) => ResourceType === type);
  const mappings = await Promise.all(ofType('AWS::Lambda::EventSourceMapping')
    .map(({ PhysicalResourceId }) => lambda.send(new GetEventSourceMappingCommand({ UUID: PhysicalResourceId }))));
  const mapping = onlyMapping(mappings, `stack ${stackName}`);

  return {
    ...await partsOfMapping(lambda, mapping),
    door: await doorOfStack(cloudFormation, stackName, ofType('AWS::ApiGateway::RestApi'), ofType('AWS::ApiGatewayV2::Api')),
    resourceTypes: resources.map(({ ResourceType }) => ResourceType!),
  };
}

/** Finds a pipeline by its function, whoever deployed it. */
export async function partsOfFunction({ lambda }: AccountClients, functionName: string, queueName: string | undefined): Promise<DeployedParts> {
  const mappings: EventSourceMappingConfiguration[] = [];
  for await (const page of paginateListEventSourceMappings({ client: lambda }, { FunctionName: functionName })) {
    mappings.push(...page.EventSourceMappings ?? []);
  }
  const wanted = mappings.filter(({ EventSourceArn }) => queueName === undefined || lastOf(EventSourceArn) === queueName);
  return partsOfMapping(lambda, onlyMapping(wanted, `function ${functionName}`));
}

/** Name of the capacity provider that a function runs on; absent on ordinary Lambda. */
export function capacityProviderOf({ function: { CapacityProviderConfig } }: DeployedParts): string | undefined {
  return CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn?.split(':').at(-1);
}

async function partsOfMapping(lambda: LambdaClient, mapping: EventSourceMappingConfiguration) {
  const functionName = /:function:([^:]+)/.exec(mapping.FunctionArn ?? '')![1];
  const { $metadata: _, ...configuration } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  return { functionName, queueName: lastOf(mapping.EventSourceArn), function: configuration, mapping };
}

/** Metrics of a REST API stand under its name, which only the template has; those of an HTTP API under its id. */
async function doorOfStack(
  cloudFormation: CloudFormationClient, StackName: string, restApis: readonly StackResourceSummary[], httpApis: readonly StackResourceSummary[],
): Promise<DeployedDoor | undefined> {
  if (restApis.length + httpApis.length !== 1) {
    return undefined;
  }
  if (httpApis.length === 1) {
    return { kind: 'http', dimensions: { ApiId: httpApis[0].PhysicalResourceId! } };
  }
  const { TemplateBody = '' } = await cloudFormation.send(new GetTemplateCommand({ StackName, TemplateStage: 'Processed' }));
  const name = restApiName(TemplateBody, restApis[0].LogicalResourceId!);
  return { kind: 'rest', dimensions: name === undefined ? {} : { ApiName: name } };
}

function restApiName(templateBody: string, logicalId: string): string | undefined {
  if (!templateBody.trimStart().startsWith('{')) {
    return undefined;
  }
  const { Resources } = JSON.parse(templateBody) as { Resources?: Record<string, { Properties?: { Name?: unknown } }> };
  const name = Resources?.[logicalId]?.Properties?.Name;
  return typeof name === 'string' ? name : undefined;
}

function onlyMapping(mappings: readonly EventSourceMappingConfiguration[], where: string): EventSourceMappingConfiguration {
  const ofQueues = mappings.filter(({ EventSourceArn }) => EventSourceArn?.includes(':sqs:'));
  if (ofQueues.length !== 1) {
    const found = ofQueues.map(({ EventSourceArn }) => lastOf(EventSourceArn)).join(', ') || 'none';
    throw new Error(`${where} must have one event source mapping that reads a queue, got ${found}; name the parts with --function and --queue`);
  }
  return ofQueues[0];
}

/** Name that an ARN ends with. */
function lastOf(arn: string | undefined): string {
  return (arn ?? '').split(':').at(-1)!;
}
