import type { CapacityProvider } from '@aws-sdk/client-lambda';
import type { DeployedLimits } from './deployed-limits';
import type { DeployedParts } from './deployed-parts';
import { USUAL_CONCURRENCY, USUAL_CPU_TARGET } from '../assumptions';
import { DEFAULT_MANAGED_INSTANCES, type Architecture, type ComputeConfiguration, type ManagedInstances } from '../configuration';

/** What Lambda tells of what a function runs on; what it was not permitted to tell is as in the default pipeline. */
export function measuredCompute({ function: settings, mapping }: DeployedParts, limits: DeployedLimits): ComputeConfiguration {
  const { Architectures = [], MemorySize: memoryMiB = 128, CapacityProviderConfig } = settings;
  const architecture: Architecture = Architectures[0] === 'arm64' ? 'arm64' : 'x86_64';
  const managed = CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig;
  if (managed === undefined) {
    const { provisionedConcurrency = 0, reservedConcurrency = USUAL_CONCURRENCY } = limits;
    const maxConcurrency = Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? Infinity, reservedConcurrency);
    return { kind: 'onDemand', architecture, memoryMiB, provisionedConcurrency, maxConcurrency };
  }

  const vCpus = memoryMiB / ((managed.ExecutionEnvironmentMemoryGiBPerVCpu ?? 2) * 1_024);
  const { MinExecutionEnvironments: least, MaxExecutionEnvironments: most } = limits.scaling ?? {};
  return {
    ...DEFAULT_MANAGED_INSTANCES,
    architecture,
    memoryMiB,
    vCpus,
    concurrency: managed.PerExecutionEnvironmentMaxConcurrency ?? 64 * vCpus,
    minimumEnvironments: least ?? DEFAULT_MANAGED_INSTANCES.minimumEnvironments,
    ...most !== undefined && { maximumEnvironments: most },
    ...limits.provider && ofProvider(limits.provider),
  };
}

function ofProvider({ CapacityProviderScalingConfig: scaling = {}, InstanceRequirements: types = {} }: CapacityProvider): Partial<ManagedInstances> {
  const targets = (scaling.ScalingPolicies ?? []).flatMap(({ TargetValue }) => TargetValue ?? []);
  return {
    cpuTarget: targets.length > 0 ? Math.min(...targets) / 100 : USUAL_CPU_TARGET,
    ...scaling.MaxVCpuCount !== undefined && { maxVCpuCount: scaling.MaxVCpuCount },
    ...types.AllowedInstanceTypes?.length && { allowedTypes: types.AllowedInstanceTypes },
    excludedTypes: types.ExcludedInstanceTypes ?? [],
  };
}
