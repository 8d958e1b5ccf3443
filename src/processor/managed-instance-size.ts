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
    return new ManagedInstanceSize(2, vCpus);
  }

  /**
   * 4 GiB for each vCPU, as M instances have.
   *
   * @param vCpus from 1 to 8
   */
  public static generalPurpose(vCpus: number): ManagedInstanceSize {
    return new ManagedInstanceSize(4, vCpus);
  }

  /**
   * 8 GiB for each vCPU, as R instances have.
   *
   * @param vCpus from 1 to 4
   */
  public static memoryOptimized(vCpus: number): ManagedInstanceSize {
    return new ManagedInstanceSize(8, vCpus);
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
