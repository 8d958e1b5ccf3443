import type { TelemetryPipelineProps } from './telemetry-pipeline';

/** The options of each stage, with the pipeline's key for what is encrypted there and has no key of its own. */
export function stagesWithKey({ encryptionKey, ...stages }: TelemetryPipelineProps): TelemetryPipelineProps {
  if (encryptionKey === undefined) {
    return stages;
  }
  const { ingestion, queue, archive, processor, compute } = stages;
  return {
    ingestion: leavesLogs(stages) ? { ...ingestion, logEncryptionKey: ingestion?.logEncryptionKey ?? encryptionKey } : ingestion,
    queue: { ...queue, encryptionKey: queue?.encryptionKey ?? encryptionKey },
    archive: archive?.bucket ? archive : { ...archive, encryptionKey: archive?.encryptionKey ?? encryptionKey },
    processor: {
      ...processor,
      kmsKey: processor?.capacityProvider || compute?._isOnDemand ? processor?.kmsKey : processor?.kmsKey ?? encryptionKey,
      environmentEncryption: processor?.environmentEncryption ?? encryptionKey,
      logEncryptionKey: processor?.logEncryptionKey ?? encryptionKey,
    },
  };
}

/** An API that is there already is logged by its owner. */
function leavesLogs({ ingestion }: TelemetryPipelineProps): boolean {
  return !ingestion?.door?._facts.existing || ingestion.authorization?._admission.asksOurFunction === true;
}
