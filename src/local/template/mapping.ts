import type { AssemblyStack } from './cloud-assembly';
import { queueNameOf } from './local-names';
import type { StackResource } from './stack-template';

/** What moves messages from the queue to the function, with Lambda's defaults for what the template leaves out. */
export interface SynthesizedMapping {
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  /** Whether the function may name the messages that failed, so that the others are not sent again. */
  readonly reportBatchItemFailures: boolean;
  /** Most invocations at a time, when the mapping has a limit of its own. */
  readonly maximumConcurrency?: number;
}

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

/** Reads the settings of a mapping. */
export function readMapping(mapping: StackResource): SynthesizedMapping {
  return {
    batchSize: mapping.number('BatchSize', 10),
    maximumBatchingWindowSeconds: mapping.number('MaximumBatchingWindowInSeconds', 0),
    reportBatchItemFailures: mapping.list<string>('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    maximumConcurrency: mapping.optionalNumber('ScalingConfig.MaximumConcurrency'),
  };
}
