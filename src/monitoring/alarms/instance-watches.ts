import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Watch } from './watch';
import { ManagedInstanceProcessor } from '../../processor';
import { PipelineAlarm } from '../pipeline-alarm';

/** As often as Lambda publishes these. */
const PERIOD = Duration.minutes(5);

/** Part of what fits below the cap on vCPUs at which somebody should look. */
const NEAR = 0.9;

/** Part of an environment's concurrency at which it is as good as full. */
const FULL = 0.9;

/** Alarms of managed instances. */
export function instanceWatches(processor: ManagedInstanceProcessor, warnings?: cloudwatch.Metric): Watch[] {
  // A capacity provider that was scaled to nothing tells nothing; what then waits is told by QueueAge.
  const whenMissing = cloudwatch.TreatMissingData.NOT_BREACHING;
  const { environmentConcurrency, provider } = processor._watched.instances!;
  const ofAll = { period: PERIOD };

  return [
    {
      alarm: PipelineAlarm.INSTANCE_CPU,
      metric: processor.metricCpuUtilization(ofAll),
      threshold: 85,
      periods: 3,
      whenMissing,
      wrong: 'The vCPUs of the instances have been 85 % busy or more for 15 minutes, so scaling does not keep up.',
      data: 'nothing is lost; batches take longer, and some are refused and tried again.',
      first: 'see whether the vCPUs have reached maxVCpuCount, or environments their maximum, and raise it.',
    },
    {
      alarm: PipelineAlarm.INSTANCE_MEMORY,
      metric: processor.metricMemoryUtilization(ofAll),
      threshold: 90,
      periods: 3,
      whenMissing,
      wrong: 'The memory of the instances has been 90 % full or more for 15 minutes.',
      data: 'an environment that runs out of memory fails all its batches; they are tried again.',
      first: 'lower perExecutionEnvironmentMaxConcurrency, or choose a larger size.',
    },
    ...provider && warnings ? [{
      alarm: PipelineAlarm.INSTANCE_LIFECYCLE,
      metric: warnings.with(ofAll),
      threshold: 1,
      periods: 3, // one launch that fails is tried again elsewhere
      whenMissing, // while nothing happens to instances nothing is logged
      wrong: 'Lambda has failed to launch, to keep or to end instances in each five minutes of a quarter of an hour.',
      data: 'nothing is lost as long as enough instances run; if they do not, requests wait.',
      first: 'read the log group of the capacity provider: capacity of a zone, a quota of EC2, or the operator role.',
    }] : [],
    ...provider?.vCpusForEnvironments ? [capWatch(processor, provider.maxVCpuCount, provider.vCpusForEnvironments)] : [],
    ...Token.isUnresolved(environmentConcurrency) ? [] : [{
      alarm: PipelineAlarm.ENVIRONMENT_CONCURRENCY,
      metric: processor.metricEnvironmentConcurrency(ofAll),
      threshold: FULL * environmentConcurrency,
      periods: 3,
      whenMissing,
      wrong: `The environments have worked on nearly ${environmentConcurrency} batches each, which is all that they may, for 15 minutes.`,
      data: 'nothing is lost; further batches are refused and tried again.',
      first: 'if CPU and memory have room, raise perExecutionEnvironmentMaxConcurrency; else raise maxExecutionEnvironments.',
    }],
  ];
}

/** How many vCPUs the instances have is not published, only what environments have of them; and which types Lambda takes is its own choice. */
function capWatch(processor: ManagedInstanceProcessor, maxVCpuCount: number, vCpusForEnvironments: number): Watch {
  const threshold = Math.max(1, Math.floor(NEAR * vCpusForEnvironments));
  return {
    alarm: PipelineAlarm.VCPU_CAP,
    metric: processor.metricVCpuAllocated({ period: PERIOD }),
    threshold,
    periods: 3,
    whenMissing: cloudwatch.TreatMissingData.NOT_BREACHING, // nothing runs
    wrong: `Environments have had ${threshold} vCPUs or more for 15 minutes; on the smallest instances that fit, `
      + `${vCpusForEnvironments} is all that maxVCpuCount of ${maxVCpuCount} allows.`,
    data: 'nothing is lost; at the cap no instance is added, and requests wait.',
    first: 'decide whether the traffic is meant. If it is, raise maxVCpuCount, and the lid on the bill with it.',
  };
}
