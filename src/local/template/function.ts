import { existsSync } from 'node:fs';
import type { AssemblyStack } from './cloud-assembly';
import { functionNameOf, localNames, physicalName, type QueueUrlOf } from './local-names';
import type { StackResource } from './stack-template';

/** A function as the template describes it, with Lambda's defaults for what it leaves out. */
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
  /** Variables that the function runs with, once the queues have their addresses. */
  environment(queueUrlOf: QueueUrlOf): Record<string, string>;
}

const MANAGED_INSTANCES = 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig';

/** Finds a function by its name or ARN, or by that of a version or an alias of it. */
export function findFunction(stack: AssemblyStack, reference: string): StackResource | undefined {
  const name = functionNameOf(reference);
  return stack.template.resources('AWS::Lambda::Function').find(candidate => physicalName(candidate) === name);
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
    environment: queueUrlOf => stack.template.named(localNames(queueUrlOf)).resource(fn.logicalId).texts('Environment.Variables'),
  };
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
