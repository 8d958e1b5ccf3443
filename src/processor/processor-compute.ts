import { Construct } from 'constructs';
import { keepReplaceable } from './compute-names';
import { ManagedInstanceProcessorOptions, ManagedInstanceProcessorProps } from './managed-instance-options';
import { ManagedInstanceProcessor } from './managed-instance-processor';
import { OnDemandOptions } from './on-demand-options';
import { OnDemandProcessor } from './on-demand-processor';
import { ProcessorOptions, ProcessorWiring } from './processor-options';
import { ON_DEMAND_RULES } from './rules/on-demand-rules';
import { TelemetryProcessor } from './telemetry-processor';
import { warn } from '../private/rules';

/** What only managed instances have, each named so that none is forgotten. */
const OF_INSTANCES: Record<keyof Omit<ManagedInstanceProcessorOptions, keyof ProcessorOptions>, true> = {
  size: true,
  memorySize: true,
  executionEnvironmentMemoryGiBPerVCpu: true,
  perExecutionEnvironmentMaxConcurrency: true,
  minExecutionEnvironments: true,
  maxExecutionEnvironments: true,
  maxVCpuCount: true,
  scalingOptions: true,
  instanceTypeFilter: true,
  capacityProvider: true,
  network: true,
  expectedBytesPerSecond: true,
  operatorRole: true,
  kmsKey: true,
};

/**
 * What the processor of a pipeline runs on.
 *
 * Another choice later is a safe deployment: a new function takes over the queue before the old one is deleted. Lambda does not let a
 * function leave its capacity provider or join one, so the two have ids of their own.
 *
 * @example
 * new TelemetryPipeline(this, 'Telemetry', {
 *   compute: ProcessorCompute.onDemand({ provisionedConcurrency: 4 }),
 * });
 */
export class ProcessorCompute {
  /** EC2 instances that Lambda manages; `processor` says which. Cheaper for a handler of your own that waits for others. */
  public static managedInstances(): ProcessorCompute {
    return new ProcessorCompute(false, (scope, props) => new ManagedInstanceProcessor(scope, 'Processor', props));
  }

  /**
   * An ordinary Lambda function; by list prices the cheaper one for the library's handler.
   *
   * What `processor` says of instances alone has no effect then: `size`, `memorySize`, `network` and the like.
   *
   * @param options memory, concurrency and network of the function
   */
  public static onDemand(options: OnDemandOptions = {}): ProcessorCompute {
    return new ProcessorCompute(true, (scope, props) => {
      const processor = new OnDemandProcessor(scope, 'OnDemandProcessor', { ...withoutInstances(props), ...options });
      const instancePropsInVain = Object.keys(OF_INSTANCES).filter(name => props[name as keyof typeof OF_INSTANCES] !== undefined);
      warn(processor, ON_DEMAND_RULES, { instancePropsInVain });
      return processor;
    });
  }

  private constructor(
    private readonly isOnDemand: boolean, private readonly create: (scope: Construct, props: ManagedInstanceProcessorProps) => TelemetryProcessor,
  ) {}

  /**
   * Whether it is an ordinary function, which has no instances.
   *
   * @internal
   */
  public get _isOnDemand(): boolean {
    return this.isOnDemand;
  }

  /**
   * Makes the processor.
   *
   * @internal
   */
  public _createProcessor(scope: Construct, props: ManagedInstanceProcessorProps): TelemetryProcessor {
    const processor = this.create(scope, props);
    keepReplaceable(processor, this.isOnDemand);
    return processor;
  }
}

function withoutInstances(props: ManagedInstanceProcessorProps): ProcessorOptions & ProcessorWiring {
  return Object.fromEntries(Object.entries(props).filter(([name]) => !(name in OF_INSTANCES))) as ProcessorOptions & ProcessorWiring;
}
