import { Size, SizeRoundingBehavior } from 'aws-cdk-lib';

/** Kind of instances, by the memory that they have for each vCPU. */
export enum ManagedInstanceFamily {
  /** C instances: 2 GiB for each vCPU. */
  COMPUTE_OPTIMIZED = 'C',

  /** M instances: 4 GiB for each vCPU. */
  GENERAL_PURPOSE = 'M',

  /** R instances: 8 GiB for each vCPU. */
  MEMORY_OPTIMIZED = 'R',
}

const MEMORY_GIB_PER_VCPU = {
  [ManagedInstanceFamily.COMPUTE_OPTIMIZED]: 2,
  [ManagedInstanceFamily.GENERAL_PURPOSE]: 4,
  [ManagedInstanceFamily.MEMORY_OPTIMIZED]: 8,
} as const;

/**
 * Memory and vCPUs of an execution environment that Lambda takes.
 *
 * @example
 * new TelemetryPipeline(this, 'Telemetry', {
 *   processor: { size: ManagedInstanceSize.generalPurpose(2) }, // 2 vCPU and 8 GB
 * });
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html
 */
export class ManagedInstanceSize {
  /**
   * 2 GiB for each vCPU, as C instances have.
   *
   * @param vCpus from 1 to 16
   */
  public static computeOptimized(vCpus: number): ManagedInstanceSize {
    return new ManagedInstanceSize(MEMORY_GIB_PER_VCPU[ManagedInstanceFamily.COMPUTE_OPTIMIZED], vCpus);
  }

  /**
   * 4 GiB for each vCPU, as M instances have.
   *
   * @param vCpus from 1 to 8
   */
  public static generalPurpose(vCpus: number): ManagedInstanceSize {
    return new ManagedInstanceSize(MEMORY_GIB_PER_VCPU[ManagedInstanceFamily.GENERAL_PURPOSE], vCpus);
  }

  /**
   * 8 GiB for each vCPU, as R instances have.
   *
   * @param vCpus from 1 to 4
   */
  public static memoryOptimized(vCpus: number): ManagedInstanceSize {
    return new ManagedInstanceSize(MEMORY_GIB_PER_VCPU[ManagedInstanceFamily.MEMORY_OPTIMIZED], vCpus);
  }

  /**
   * The smallest size of a family that holds so much memory, rounded up to whole vCPUs.
   *
   * @param memory up to 32 GiB
   * @param family GENERAL_PURPOSE unless said otherwise
   */
  public static atLeast(memory: Size, family: ManagedInstanceFamily = ManagedInstanceFamily.GENERAL_PURPOSE): ManagedInstanceSize {
    const ratio = MEMORY_GIB_PER_VCPU[family];
    return new ManagedInstanceSize(ratio, Math.max(1, Math.ceil(memory.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) / (ratio * 1_024))));
  }

  /** Memory, in MB. */
  public readonly memorySize: number;

  /** Memory for each vCPU, in GiB. */
  public readonly executionEnvironmentMemoryGiBPerVCpu: number;

  /** Number of vCPUs. */
  public readonly vCpus: number;

  private constructor(memoryGiBPerVCpu: number, vCpus: number) {
    this.executionEnvironmentMemoryGiBPerVCpu = memoryGiBPerVCpu;
    this.vCpus = vCpus;
    this.memorySize = memoryGiBPerVCpu * 1_024 * vCpus;
  }
}
