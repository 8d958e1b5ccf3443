import { existsSync } from 'node:fs';
import type { AssemblyStack } from './cloud-assembly';
import { functionNameOf, physicalName, queueNameOf } from './local-names';
import type { StackResource, StackTemplate } from './stack-template';

/** What moves messages from the queue to the function, with Lambda's defaults for what the template leaves out. */
export interface SynthesizedMapping {
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  /** Whether the function may name the messages that failed, so that the others are not sent again. */
  readonly reportBatchItemFailures: boolean;
  /** Most invocations at a time, when the mapping has a limit of its own. */
  readonly maximumConcurrency?: number;
}

/** The function as the template describes it, with Lambda's defaults for what it leaves out. */
export interface SynthesizedFunction {
  readonly logicalId: string;
  readonly name: string;
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  /** Folder of the function's code. */
  readonly codeFolder: string;
  /** Set on Lambda Managed Instances, where one environment runs many invocations at a time. */
  readonly managedInstances?: {
    readonly maxConcurrencyPerEnvironment?: number;
    readonly memoryGiBPerVCpu?: number;
  };
}

const MANAGED_INSTANCES = 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig';

/** Finds what reads from a queue. */
export function findMapping(stack: AssemblyStack, queueName: string): StackResource {
  const mappings = stack.template.resources('AWS::Lambda::EventSourceMapping')
    .filter(mapping => queueNameOf(mapping.optionalText('EventSourceArn') ?? '') === queueName);
  if (mappings.length !== 1) {
    const found = mappings.length === 0 ? 'none' : mappings.map(({ logicalId }) => logicalId).join(', ');
    throw new Error(`${stack.templateFile} must have one AWS::Lambda::EventSourceMapping that reads from ${queueName}, got ${found}`);
  }
  return mappings[0];
}

/** Finds the function that a mapping invokes, be it by name, ARN, version or alias. */
export function findFunction(stack: AssemblyStack, mapping: StackResource): StackResource {
  const name = functionNameOf(mapping.text('FunctionName'));
  const found = stack.template.resources('AWS::Lambda::Function').find(candidate => physicalName(candidate) === name);
  if (!found) {
    throw new Error(`${stack.templateFile} must have the AWS::Lambda::Function that ${mapping.logicalId} invokes, got none named ${name}`);
  }
  return found;
}

/** Reads the settings of a mapping. */
export function readMapping(mapping: StackResource): SynthesizedMapping {
  return {
    batchSize: mapping.number('BatchSize', 10),
    maximumBatchingWindowSeconds: mapping.number('MaximumBatchingWindowInSeconds', 0),
    reportBatchItemFailures: mapping.list<string>('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    maximumConcurrency: mapping.optionalNumber('ScalingConfig.MaximumConcurrency'),
  };
}

/** Reads the settings of a function and finds its code. */
export function readFunction(stack: AssemblyStack, fn: StackResource): SynthesizedFunction {
  return {
    logicalId: fn.logicalId,
    name: physicalName(fn),
    handler: fn.text('Handler'),
    runtime: fn.text('Runtime'),
    timeoutSeconds: fn.number('Timeout', 3),
    memoryMiB: fn.number('MemorySize', 128),
    codeFolder: codeFolderOf(stack, fn),
    managedInstances: fn.value(MANAGED_INSTANCES) === undefined ? undefined : {
      maxConcurrencyPerEnvironment: fn.optionalNumber(`${MANAGED_INSTANCES}.PerExecutionEnvironmentMaxConcurrency`),
      memoryGiBPerVCpu: fn.optionalNumber(`${MANAGED_INSTANCES}.ExecutionEnvironmentMemoryGiBPerVCpu`),
    },
  };
}

/** Reads the variables that the function of a name runs with. */
export function readEnvironment(template: StackTemplate, logicalId: string): Record<string, string> {
  return template.resource(logicalId).texts('Environment.Variables');
}

function codeFolderOf(stack: AssemblyStack, fn: StackResource): string {
  const metadataPath = fn.metadata['aws:asset:path'];
  const folder = stack.assetFolder(metadataPath === undefined ? undefined : String(metadataPath), fn.optionalText('Code.S3Key'));
  if (folder === undefined) {
    throw new Error(`${fn.logicalId} must take its code from an asset of the app, got ${JSON.stringify(fn.value('Code'))}`);
  }
  if (!existsSync(folder)) {
    throw new Error(`the code of ${fn.logicalId} must be in ${folder}, got nothing there; run \`cdk synth\` again`);
  }
  return folder;
}
