import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CONFIGURATION, type PipelineConfiguration } from '../../economics/configuration';
import { DEFAULT_QUEUE_SIDE, type QueueSide } from '../../economics/plan/planned-pipeline';
import type { ReadableResource, ReadableTemplate } from '../../economics/template/readable-template';
import { readConfiguration } from '../../economics/template-configuration';
import { readSynthesizedPipeline, type SynthesizedPipeline } from '../../local/synthesized-pipeline';
import { functionNameOf, physicalName, queueNameOf } from '../../local/template/local-names';
import type { StackResource, StackTemplate } from '../../local/template/stack-template';

/** A pipeline as far as it has a price, and where it was found. */
export interface AssembledConfiguration {
  readonly pipeline: PipelineConfiguration;
  /** What decides besides what traffic it carries. */
  readonly queueSide: QueueSide;
  /** What to call it, such as `stack Telemetry`. */
  readonly subject: string;
  /** Absent for the default pipeline. */
  readonly synthesized?: SynthesizedPipeline;
}

/** Where `cdk synth` writes unless it is told otherwise. */
const USUAL_FOLDER = 'cdk.out';

/** Reads the pipeline that would be deployed; without a folder that was asked for, that of `cdk.out`, or else the default pipeline. */
export function assembledConfiguration(folder: string | undefined, stackName: string | undefined): AssembledConfiguration {
  if (folder === undefined && stackName === undefined && !existsSync(join(USUAL_FOLDER, 'manifest.json'))) {
    return { pipeline: DEFAULT_CONFIGURATION, queueSide: DEFAULT_QUEUE_SIDE, subject: 'the default pipeline; there is no cdk.out here' };
  }
  const synthesized = readSynthesizedPipeline(folder ?? USUAL_FOLDER, { stackName });
  const { template, mappingId, door: { apiId, kind: doorKind }, function: { logicalId: functionId } } = synthesized;
  return {
    pipeline: readConfiguration(readable(template), { doorKind, apiId, mappingId, functionId }),
    queueSide: queueSideOf(synthesized),
    subject: `stack ${synthesized.stackName}`,
    synthesized,
  };
}

function queueSideOf({ queue, mapping, function: { timeoutSeconds } }: SynthesizedPipeline): QueueSide {
  const { visibilityTimeoutSeconds: visibilitySeconds, retentionSeconds, redrive } = queue;
  return {
    queue: { visibilitySeconds, retentionSeconds, maxReceiveCount: redrive?.maxReceiveCount },
    maximumConcurrency: mapping.maximumConcurrency,
    timeoutSeconds,
  };
}

function readableResource(resource: StackResource): ReadableResource {
  const path = resource.metadata['aws:cdk:path'];
  return { logicalId: resource.logicalId, ...typeof path === 'string' && { path }, value: property => resource.value(property) };
}

function readable(template: StackTemplate): ReadableTemplate {
  return {
    resources: type => template.resources(type).map(readableResource),
    uses: (user, { logicalId }) => template.resource(user.logicalId).mentions(logicalId),
    names: (value, { logicalId }: ReadableResource) => {
      const text = String(value);
      const name = physicalName(template.resource(logicalId));
      return [logicalId, name].includes(text) || text.startsWith(`${logicalId}.`) || [functionNameOf(text), queueNameOf(text)].includes(name);
    },
  };
}
