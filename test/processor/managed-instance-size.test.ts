import { Size } from 'aws-cdk-lib';
import { ManagedInstanceFamily, ManagedInstanceSize, TelemetryPipeline } from '../../src';
import { stackForTest, templateOf } from '../fixtures/synthesized';

test.each([
  { family: 'computeOptimized', size: ManagedInstanceSize.computeOptimized(16), memorySize: 32_768, ratio: 2, vCpus: 16 },
  { family: 'generalPurpose', size: ManagedInstanceSize.generalPurpose(3), memorySize: 12_288, ratio: 4, vCpus: 3 },
  { family: 'memoryOptimized', size: ManagedInstanceSize.memoryOptimized(1), memorySize: 8_192, ratio: 8, vCpus: 1 },
])('$family gives a pair that fits: $memorySize MB at $ratio GiB for $vCpus vCPU', ({ size, memorySize, ratio, vCpus }) => {
  expect(size).toEqual({ memorySize, executionEnvironmentMemoryGiBPerVCpu: ratio, vCpus });
});

test.each([
  { memory: Size.gibibytes(4), family: undefined, memorySize: 4_096, ratio: 4, vCpus: 1 },
  { memory: Size.mebibytes(4_097), family: undefined, memorySize: 8_192, ratio: 4, vCpus: 2 },
  { memory: Size.gibibytes(10), family: ManagedInstanceFamily.MEMORY_OPTIMIZED, memorySize: 16_384, ratio: 8, vCpus: 2 },
  { memory: Size.mebibytes(512), family: ManagedInstanceFamily.COMPUTE_OPTIMIZED, memorySize: 2_048, ratio: 2, vCpus: 1 },
])('rounds memory up to the next size of its family: $memorySize MB at $ratio GiB', ({ memory, family, memorySize, ratio, vCpus }) => {
  expect(ManagedInstanceSize.atLeast(memory, family)).toEqual({ memorySize, executionEnvironmentMemoryGiBPerVCpu: ratio, vCpus });
});

test('sets memory, ratio, worker threads and concurrency of the processor', () => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Telemetry', { processor: { size: ManagedInstanceSize.computeOptimized(2) } });

  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
    MemorySize: 4_096,
    CapacityProviderConfig: {
      LambdaManagedInstancesCapacityProviderConfig: { ExecutionEnvironmentMemoryGiBPerVCpu: 2, PerExecutionEnvironmentMaxConcurrency: 32 },
    },
  });
});

test.each([
  { refuses: 'more memory than there is', size: ManagedInstanceSize.memoryOptimized(5), message: 'got 40,960 MB [MemorySize]' },
  { refuses: 'half a vCPU', size: ManagedInstanceSize.generalPurpose(1.5), message: '[MemoryWholeVCpus]' },
  { refuses: 'no vCPU', size: ManagedInstanceSize.generalPurpose(0), message: 'got 0 MB [MemorySize]' },
])('refuses $refuses', ({ size, message }) => {
  expect(() => new TelemetryPipeline(stackForTest(), 'Telemetry', { processor: { size } })).toThrow(message);
});

test('refuses a size and what it consists of together', () => {
  const processor = { size: ManagedInstanceSize.generalPurpose(1), memorySize: 4_096 };

  expect(() => new TelemetryPipeline(stackForTest(), 'Telemetry', { processor })).toThrow('[MemorySizedOnce]');
});

test('leaves room under the lid on the bill for the size that is asked for', () => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Telemetry', { processor: { size: ManagedInstanceSize.generalPurpose(8) } });

  templateOf(stack).hasResourceProperties('AWS::Lambda::CapacityProvider', { CapacityProviderScalingConfig: { MaxVCpuCount: 80 } });
});

test('takes a lower lid than aws-cdk-lib does, and more pollers', () => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Telemetry', {
    processor: {
      minExecutionEnvironments: 1, maxExecutionEnvironments: 2, maxVCpuCount: 8, provisionedPollers: { minimumPollers: 4, maximumPollers: 10_000 },
    },
  });

  const template = templateOf(stack);
  template.hasResourceProperties('AWS::Lambda::CapacityProvider', { CapacityProviderScalingConfig: { MaxVCpuCount: 8 } });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ProvisionedPollerConfig: { MinimumPollers: 4, MaximumPollers: 10_000 } });
});
