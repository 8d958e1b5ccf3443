import { Duration, Token } from 'aws-cdk-lib';
import { ARCHIVE_RULES, ArchiveFacts } from '../../src/archive/archive-rules';
import { TRAFFIC_RULES, TrafficFacts } from '../../src/economics/synth/traffic-rules';
import { IngestionFacts } from '../../src/ingestion/ingestion-facts';
import { INGESTION_RULES } from '../../src/ingestion/ingestion-rules';
import { MONITORING_RULES, MonitoringFacts } from '../../src/monitoring/monitoring-rules';
import { KEY_RULES, KeyFacts } from '../../src/private/key-rules';
import { Rule } from '../../src/private/rules';
import { PROCESSOR_RULES } from '../../src/processor/processor-rules';
import { ON_DEMAND_RULES, OnDemandFacts } from '../../src/processor/rules/on-demand-rules';
import { ProcessorFacts } from '../../src/processor/rules/processor-facts';
import { QUEUE_RULES, QueueFacts, READER_RULES } from '../../src/queue/queue-rules';

/** Facts on both sides of a rule's limit; `docs/rules.md` shows the message of the first that breaks it. */
export interface RuleCase<Facts> {
  readonly rule: string;
  readonly breaks: readonly Facts[];
  readonly keeps: readonly Facts[];
}

/** What else a message says, where the remedy depends on what was found. */
export const REMEDIES: readonly { readonly rule: string; readonly facts: ProcessorFacts; readonly remedy: string }[] = [
  { rule: 'MemoryWholeVCpus', facts: { memorySize: 2_048, memoryGiBPerVCpu: 4 }, remedy: '; set it to 4,096 MB, or set executionEnvironmentMemoryGiBPerVCpu to 2' },
  { rule: 'MemoryWholeVCpus', facts: { memorySize: 12_288, memoryGiBPerVCpu: 8 }, remedy: '; set it to 8,192 MB or 16,384 MB, or set executionEnvironmentMemoryGiBPerVCpu to 2' },
  { rule: 'MemoryWholeVCpus', facts: { memorySize: 10_241, memoryGiBPerVCpu: 8 }, remedy: '; set it to 8,192 MB or 16,384 MB' },
  { rule: 'MemoryWholeVCpus', facts: { memorySize: 0, memoryGiBPerVCpu: 8 }, remedy: '; set it to 8,192 MB' },
  { rule: 'MemoryWholeVCpus', facts: { memorySize: 32_767, memoryGiBPerVCpu: 2 }, remedy: '; set it to 30,720 MB or 32,768 MB' },
  { rule: 'MemoryWholeVCpus', facts: { memorySize: 51_200, memoryGiBPerVCpu: 8 }, remedy: '; set executionEnvironmentMemoryGiBPerVCpu to 2' },
];

export const RULES: readonly Rule<never>[] = [
  ...INGESTION_RULES, ...QUEUE_RULES, ...READER_RULES, ...PROCESSOR_RULES, ...ON_DEMAND_RULES, ...ARCHIVE_RULES, ...KEY_RULES, ...MONITORING_RULES,
  ...TRAFFIC_RULES,
];

const ONE_VCPU = { memorySize: 4_096, memoryGiBPerVCpu: 4 };
const TWO_VCPUS = { memorySize: 8_192, memoryGiBPerVCpu: 4 };
const ARM = { providerArchitectures: ['arm64'] };
const X86 = { providerArchitectures: ['x86_64'] };
const named = (onDemand: boolean, ...names: string[]): ProcessorFacts => ({
  namesOfCompute: { onDemand, names: names.map(name => ({ property: 'functionName', name })) },
});
const many = (count: number) => Array.from({ length: count }, (_, index) => `m7g.${index + 1}xlarge`);

export const PROCESSOR_CASES: readonly RuleCase<ProcessorFacts>[] = [
  { rule: 'MemorySize', breaks: [{ memorySize: 2_047 }, { memorySize: 32_769 }], keeps: [{ memorySize: 2_048 }, { memorySize: 32_768 }, {}] },
  { rule: 'MemorySizedOnce', breaks: [{ sizedTwice: true }], keeps: [{ sizedTwice: false }, {}] },
  { rule: 'MemoryUnset', breaks: [{ memoryUnset: true }], keeps: [{ memoryUnset: false }, {}] },
  {
    rule: 'MemoryPerVCpu',
    breaks: [3, 1, 5, 6, 7, 9, 16].map(memoryGiBPerVCpu => ({ memoryGiBPerVCpu })),
    keeps: [{ memoryGiBPerVCpu: 2 }, { memoryGiBPerVCpu: 4 }, { memoryGiBPerVCpu: 8 }, {}],
  },
  {
    rule: 'MemoryWholeVCpus',
    breaks: [
      { memorySize: 3_072, memoryGiBPerVCpu: 2 },
      { memorySize: 2_048, memoryGiBPerVCpu: 4 },
      { memorySize: 4_097, memoryGiBPerVCpu: 4 },
      { memorySize: 0, memoryGiBPerVCpu: 4 },
    ],
    keeps: [ONE_VCPU, TWO_VCPUS, { memorySize: 3_000 }, { memorySize: 3_000, memoryGiBPerVCpu: 3 }, { memoryGiBPerVCpu: 4 }],
  },
  {
    rule: 'MemoryOfBatches',
    breaks: [
      { memorySize: 2_048, perExecutionEnvironmentMaxConcurrency: 64, workerCount: 1, batchSize: 10_000 },
      { memorySize: 4_096, perExecutionEnvironmentMaxConcurrency: 84, workerCount: 2, batchSize: 6 }, // 4,160
    ],
    keeps: [
      { memorySize: 4_096, perExecutionEnvironmentMaxConcurrency: 84, workerCount: 1, batchSize: 6 }, // 4,096
      { memorySize: 2_048, perExecutionEnvironmentMaxConcurrency: 64, workerCount: 1, batchSize: 3 },
      { memorySize: 2_048, perExecutionEnvironmentMaxConcurrency: 64, workerCount: 1 },
      { memorySize: 2_048, perExecutionEnvironmentMaxConcurrency: 64, batchSize: 10_000 },
      { memorySize: 2_048, workerCount: 1, batchSize: 10_000 },
    ],
  },
  {
    rule: 'ConcurrencyRange',
    breaks: [{ perExecutionEnvironmentMaxConcurrency: 1_601 }, { perExecutionEnvironmentMaxConcurrency: 0 }],
    keeps: [{ perExecutionEnvironmentMaxConcurrency: 1 }, { perExecutionEnvironmentMaxConcurrency: 1_600 }, {}],
  },
  {
    rule: 'ConcurrencyPerVCpu',
    breaks: [{ ...TWO_VCPUS, perExecutionEnvironmentMaxConcurrency: 129 }, { ...ONE_VCPU, perExecutionEnvironmentMaxConcurrency: 65 }],
    keeps: [
      { ...ONE_VCPU, perExecutionEnvironmentMaxConcurrency: 64 },
      { perExecutionEnvironmentMaxConcurrency: 65 },
      { memorySize: 4_096, perExecutionEnvironmentMaxConcurrency: 65 },
      { memorySize: 6_144, memoryGiBPerVCpu: 4, perExecutionEnvironmentMaxConcurrency: 97 }, // refused already: no whole vCPUs
      { memorySize: 0, memoryGiBPerVCpu: 4, perExecutionEnvironmentMaxConcurrency: 65 },
      ONE_VCPU,
    ],
  },
  {
    rule: 'ConcurrencyOfRuntime',
    breaks: [['python3.13', 17], ['java21', 33], ['dotnet8', 33], ['python3.13', 64]]
      .map(([runtime, count]) => ({ ...ONE_VCPU, runtime: `${runtime}`, perExecutionEnvironmentMaxConcurrency: Number(count) })),
    keeps: [['python3.13', 16], ['java21', 32], ['dotnet8', 32], ['nodejs24.x', 64], ['python3.13', 65]]
      .map(([runtime, count]) => ({ ...ONE_VCPU, runtime: `${runtime}`, perExecutionEnvironmentMaxConcurrency: Number(count) })),
  },
  {
    rule: 'ScalingRange',
    breaks: [
      { minExecutionEnvironments: 3, maxExecutionEnvironments: 15_001 },
      { minExecutionEnvironments: -1, maxExecutionEnvironments: 5 },
      { minExecutionEnvironments: 0, maxExecutionEnvironments: -1 },
    ],
    keeps: [{ minExecutionEnvironments: 0, maxExecutionEnvironments: 15_000 }, { minExecutionEnvironments: 0, maxExecutionEnvironments: 0 }, {}],
  },
  {
    rule: 'ScalingOrder',
    breaks: [{ minExecutionEnvironments: 5, maxExecutionEnvironments: 4 }],
    keeps: [{ minExecutionEnvironments: 5, maxExecutionEnvironments: 5 }, { minExecutionEnvironments: 5 }, { maxExecutionEnvironments: 1 }],
  },
  {
    rule: 'ScalingZero',
    breaks: [{ minExecutionEnvironments: 0, maxExecutionEnvironments: 5 }, { minExecutionEnvironments: 0, maxExecutionEnvironments: 1 }],
    keeps: [
      { minExecutionEnvironments: 0, maxExecutionEnvironments: 0 },
      { minExecutionEnvironments: 1, maxExecutionEnvironments: 5 },
      { minExecutionEnvironments: 0 },
      {},
    ],
  },
  { rule: 'ScalingBoth', breaks: [{ unsetBound: 'maxExecutionEnvironments' }, { unsetBound: 'minExecutionEnvironments' }], keeps: [{}] },
  {
    rule: 'ScalingZones',
    breaks: [{ minExecutionEnvironments: 2 }, { minExecutionEnvironments: 1 }],
    keeps: [{ minExecutionEnvironments: 3 }, { minExecutionEnvironments: 0 }, {}],
  },
  { rule: 'CapacityVCpuCount', breaks: [{ maxVCpuCount: 1 }, { maxVCpuCount: 15_001 }], keeps: [{ maxVCpuCount: 2 }, { maxVCpuCount: 15_000 }, {}] },
  {
    rule: 'CapacityOfMinimum',
    breaks: [{ memorySize: 32_768, memoryGiBPerVCpu: 4, alwaysRunning: 3, maxVCpuCount: 12 }, { ...ONE_VCPU, alwaysRunning: 3, maxVCpuCount: 2 }],
    keeps: [{ ...ONE_VCPU, alwaysRunning: 3, maxVCpuCount: 3 }, { ...ONE_VCPU, maxVCpuCount: 2 }, { alwaysRunning: 3, maxVCpuCount: 2 }, {}],
  },
  {
    rule: 'CapacityHeadroom',
    breaks: [
      { ...ONE_VCPU, alwaysRunning: 3, maxVCpuCount: 19 },
      { ...ONE_VCPU, alwaysRunning: 1, maxVCpuCount: 11 },
      { ...ONE_VCPU, alwaysRunning: 12, maxVCpuCount: 23 },
      { ...ONE_VCPU, alwaysRunning: 13, maxVCpuCount: 27 },
      { ...TWO_VCPUS, alwaysRunning: 12, maxVCpuCount: 55 },
      { memorySize: 16_384, memoryGiBPerVCpu: 4, alwaysRunning: 3, maxVCpuCount: 39 },
    ],
    keeps: [
      { ...ONE_VCPU, alwaysRunning: 3, maxVCpuCount: 20 },
      { ...ONE_VCPU, alwaysRunning: 1, maxVCpuCount: 12 },
      { ...ONE_VCPU, alwaysRunning: 12, maxVCpuCount: 24 },
      { ...ONE_VCPU, alwaysRunning: 13, maxVCpuCount: 28 },
      { ...TWO_VCPUS, alwaysRunning: 12, maxVCpuCount: 56 },
      { memorySize: 12_288, memoryGiBPerVCpu: 4, alwaysRunning: 3, maxVCpuCount: 20 }, // three vCPUs of four
      { memorySize: 16_384, memoryGiBPerVCpu: 4, alwaysRunning: 3, maxVCpuCount: 40 },
      { ...ONE_VCPU, alwaysRunning: 3, maxVCpuCount: 2 }, // refused already
      { ...ONE_VCPU, alwaysRunning: 0, maxVCpuCount: 2 },
    ],
  },
  { rule: 'ScalingCpuTarget', breaks: [{ cpuTargets: [101] }, { cpuTargets: [50, -1] }], keeps: [{ cpuTargets: [0, 100] }, { cpuTargets: [] }, {}] },
  {
    rule: 'RuntimeVersion',
    breaks: ['nodejs20.x', 'python3.12', 'python3.9', 'java17', 'java8.al2', 'dotnet6'].map(runtime => ({ runtime })),
    keeps: ['nodejs22.x', 'nodejs24.x', 'python3.13', 'python3.14', 'java21', 'java25', 'dotnet8', 'dotnet10', 'provided.al2023'].map(runtime => ({ runtime })),
  },
  { rule: 'RuntimeLanguage', breaks: [{ runtime: 'ruby3.4' }], keeps: [{ runtime: 'nodejs24.x' }, {}] },
  {
    rule: 'RuntimeUnlisted',
    breaks: [{ runtime: 'provided.al2' }, { runtime: 'provided' }, { runtime: 'go1.x' }],
    keeps: [{ runtime: 'provided.al2023' }, { runtime: 'python3.13' }, {}],
  },
  {
    rule: 'ArchitectureSingle',
    breaks: [
      { architectures: ['arm64'], providerArchitectures: ['arm64', 'x86_64'] },
      { architectures: ['arm64', 'x86_64'] },
      { providerArchitectures: [] },
    ],
    keeps: [{ architectures: ['arm64'], ...ARM }, ARM, {}],
  },
  {
    rule: 'ArchitectureMatch',
    breaks: [{ architectures: ['arm64'], ...X86 }, { architectures: ['x86_64'], ...ARM }],
    keeps: [
      { architectures: ['arm64'], ...ARM },
      { architectures: ['arm64'] },
      { architectures: ['arm64'], providerArchitectures: ['x86_64', 'arm64'] },
      ARM,
    ],
  },
  { rule: 'TimeoutRange', breaks: [{ timeout: 5_401 }, { timeout: 0 }], keeps: [{ timeout: 1 }, { timeout: 5_400 }, {}] },
  {
    rule: 'RuntimeThreadPool',
    breaks: [{ workerCount: 8, threadPoolSize: 4 }, { workerCount: 4, threadPoolSize: 4 }],
    keeps: [{ workerCount: 3, threadPoolSize: 4 }, { workerCount: 4, threadPoolSize: 5 }, { workerCount: 8 }, { threadPoolSize: 4 }],
  },
  { rule: 'LogFormatJson', breaks: [{ logFormat: 'Text' }], keeps: [{ logFormat: 'JSON' }, {}] },
  {
    rule: 'InstanceTypeLists',
    breaks: [{ allowedInstanceTypes: ['m7g.large'], excludedInstanceTypes: ['m6g.large'] }],
    keeps: [{ allowedInstanceTypes: ['m7g.large'] }, { excludedInstanceTypes: ['m7g.large'] }, {}],
  },
  {
    rule: 'InstanceTypeCount',
    breaks: [{ allowedInstanceTypes: many(401) }, { excludedInstanceTypes: many(401) }],
    keeps: [{ allowedInstanceTypes: many(400) }, { excludedInstanceTypes: many(400) }, {}],
  },
  {
    rule: 'InstanceTypeArchitecture',
    breaks: [
      { ...ARM, allowedInstanceTypes: ['c6i.xlarge', 'c7g.xlarge'] },
      { ...X86, allowedInstanceTypes: ['m7gd.large'] },
      { ...X86, allowedInstanceTypes: ['a1.large'] },
      { architectures: ['arm64'], allowedInstanceTypes: ['m7i-flex.large'] },
    ],
    keeps: [
      { ...ARM, allowedInstanceTypes: ['c7gn.xlarge', 'r8g.large', 'm*.large', 'm7*'] },
      { ...X86, allowedInstanceTypes: ['m7i-flex.large', 'r7a.large'] },
      { allowedInstanceTypes: ['c6i.xlarge'] },
      {},
    ],
  },
  {
    rule: 'InstanceTypeBurstable',
    breaks: [{ allowedInstanceTypes: ['t4g.large'] }, { allowedInstanceTypes: ['m7i.large', 't3.micro'] }],
    keeps: [{ allowedInstanceTypes: ['m7g.large', 't*'] }, {}],
  },
  {
    rule: 'InstanceTypeFamily',
    breaks: [{ allowedInstanceTypes: ['i4i.large'] }, { allowedInstanceTypes: ['g5.xlarge'] }],
    keeps: [{ allowedInstanceTypes: ['c7g.xlarge', 'm7g.large', 'r7g.large', 't3.large'] }, {}],
  },
  {
    rule: 'InstanceTypeSize',
    breaks: ['c7g.large', 'm7g.medium', 'r7g.small', 'm7g.micro', 'm7g.nano'].map(name => ({ allowedInstanceTypes: [name] })),
    keeps: ['c7g.xlarge', 'm7g.large', 'r7g.large', 't3.micro'].map(name => ({ allowedInstanceTypes: [name] })),
  },
  {
    rule: 'InstanceTypeVCpus',
    breaks: [
      { memorySize: 16_384, memoryGiBPerVCpu: 2, allowedInstanceTypes: ['c7g.xlarge', 'm7g.large'] },
      { memorySize: 32_768, memoryGiBPerVCpu: 2, allowedInstanceTypes: ['c7g.2xlarge'] },
      { ...TWO_VCPUS, allowedInstanceTypes: ['m6g.medium'] },
      { memorySize: 10_240, memoryGiBPerVCpu: 2, allowedInstanceTypes: ['c7g.xlarge'] },
    ],
    keeps: [
      { memorySize: 16_384, memoryGiBPerVCpu: 2, allowedInstanceTypes: ['c7g.2xlarge'] },
      { memorySize: 16_384, memoryGiBPerVCpu: 2, allowedInstanceTypes: ['m7g.large', 'c7g.2xlarge'] },
      { memorySize: 16_384, memoryGiBPerVCpu: 2, allowedInstanceTypes: ['m7g.large', 'c7*'] },
      { memorySize: 16_384, memoryGiBPerVCpu: 2, allowedInstanceTypes: ['m7g.metal'] },
      { ...ONE_VCPU, allowedInstanceTypes: ['m6g.medium'] },
      { memorySize: 16_384, memoryGiBPerVCpu: 2, allowedInstanceTypes: [] },
      { allowedInstanceTypes: ['m7g.large'] },
    ],
  },
  {
    rule: 'InstanceTypeReserve',
    breaks: [{ ...TWO_VCPUS, allowedInstanceTypes: ['m7g.large'] }],
    keeps: [
      { ...TWO_VCPUS, allowedInstanceTypes: ['m7g.large', 'm7g.xlarge'] },
      { ...ONE_VCPU, allowedInstanceTypes: ['m7g.large'] },
      { ...TWO_VCPUS, allowedInstanceTypes: ['m7g.medium'] }, // refused already
    ],
  },
  {
    rule: 'InstanceTypeMemory',
    breaks: [
      { memoryGiBPerVCpu: 8, allowedInstanceTypes: ['m7g.large', 'r7g.large'] },
      { memoryGiBPerVCpu: 4, allowedInstanceTypes: ['c7g.xlarge'] },
      { memoryGiBPerVCpu: 3, allowedInstanceTypes: ['c7g.xlarge'] },
      { memoryGiBPerVCpu: 5, allowedInstanceTypes: ['m7g.large'] },
      { memoryGiBPerVCpu: 9, allowedInstanceTypes: ['r7g.large'] },
    ],
    keeps: [
      { memoryGiBPerVCpu: 2, allowedInstanceTypes: ['c7g.xlarge'] },
      { memoryGiBPerVCpu: 4, allowedInstanceTypes: ['m7g.large'] },
      { memoryGiBPerVCpu: 8, allowedInstanceTypes: ['r7g.large', 'x2gd.large'] },
      { allowedInstanceTypes: ['c7g.xlarge'] },
      { memoryGiBPerVCpu: 2 },
    ],
  },
  { rule: 'SubnetCount', breaks: [{ subnetCount: 17 }, { subnetCount: 0 }], keeps: [{ subnetCount: 1 }, { subnetCount: 16 }, {}] },
  {
    rule: 'SubnetZones',
    breaks: [{ subnetCount: 1, subnetZones: ['a'] }, { subnetCount: 2, subnetZones: ['a', 'a'] }],
    keeps: [{ subnetZones: ['a', 'b'] }, { subnetZones: [] }, {}],
  },
  {
    rule: 'SubnetPerZone',
    breaks: [{ subnetZones: ['a', 'b', 'a'] }],
    keeps: [{ subnetZones: ['a', 'b'] }, { subnetZones: ['a', 'a'] }, {}],
  },
  { rule: 'SubnetPublic', breaks: [{ publicSubnetCount: 2 }, { publicSubnetCount: 1 }], keeps: [{ publicSubnetCount: 0 }, {}] },
  { rule: 'SecurityGroupCount', breaks: [{ securityGroupCount: 6 }], keeps: [{ securityGroupCount: 5 }, { securityGroupCount: 0 }, {}] },
  { rule: 'NetworkLogs', breaks: [{ reachableServices: ['s3'] }, { reachableServices: [] }], keeps: [{ reachableServices: ['s3', 'logs'] }, {}] },
  {
    rule: 'NetworkTracing',
    breaks: [{ tracing: true, reachableServices: ['logs', 's3'] }],
    keeps: [{ tracing: true, reachableServices: ['logs', 'xray'] }, { tracing: false, reachableServices: ['logs'] }, { tracing: true }, {}],
  },
  {
    rule: 'NetworkServices',
    breaks: [{ namedServices: ['s3', 'dynamodb'], reachableServices: ['logs', 's3'] }, { namedServices: ['s3'], reachableServices: [] }],
    keeps: [{ namedServices: ['s3'], reachableServices: ['logs', 's3'] }, { namedServices: ['s3'] }, { reachableServices: [] }],
  },
  { rule: 'OperatorRoleLogs', breaks: [{ operatorMayLog: false }], keeps: [{ operatorMayLog: true }, {}] },
  { rule: 'OperatorKey', breaks: [{ operatorMayUseKey: false }], keeps: [{ operatorMayUseKey: true }, {}] },
  {
    rule: 'BatchSize',
    breaks: [{ batchSize: 10_001 }, { batchSize: 0 }, { batchSize: 11, fifo: true }],
    keeps: [{ batchSize: 1 }, { batchSize: 10_000 }, { batchSize: 10, fifo: true }, {}],
  },
  { rule: 'BatchingWindow', breaks: [{ maxBatchingWindow: 301 }, { maxBatchingWindow: -1 }], keeps: [{ maxBatchingWindow: 0 }, { maxBatchingWindow: 300 }, {}] },
  {
    rule: 'BatchingWindowOfFifo',
    breaks: [{ fifo: true, maxBatchingWindow: 1 }],
    keeps: [{ fifo: true, maxBatchingWindow: 0 }, { fifo: false, maxBatchingWindow: 1 }, {}],
  },
  {
    rule: 'BatchNeedsWindow',
    breaks: [{ batchSize: 11, maxBatchingWindow: 0 }],
    keeps: [
      { batchSize: 10, maxBatchingWindow: 0 },
      { batchSize: 11, maxBatchingWindow: 1 },
      { batchSize: 11, maxBatchingWindow: 0, fifo: true },
      { batchSize: 11 },
    ],
  },
  { rule: 'MappingConcurrency', breaks: [{ maxConcurrency: 1 }, { maxConcurrency: 1_001 }], keeps: [{ maxConcurrency: 2 }, { maxConcurrency: 1_000 }, {}] },
  { rule: 'PollersMinimum', breaks: [{ minimumPollers: 1 }, { minimumPollers: 201 }], keeps: [{ minimumPollers: 2 }, { minimumPollers: 200 }, {}] },
  { rule: 'PollersMaximum', breaks: [{ maximumPollers: 10_001 }, { maximumPollers: 1 }], keeps: [{ maximumPollers: 2 }, { maximumPollers: 10_000 }, {}] },
  {
    rule: 'PollersOrder',
    breaks: [{ minimumPollers: 20, maximumPollers: 19 }],
    keeps: [{ minimumPollers: 20, maximumPollers: 20 }, { minimumPollers: 20 }, { maximumPollers: 2 }],
  },
  { rule: 'PollersOrConcurrency', breaks: [{ provisioned: true, maxConcurrency: 50 }], keeps: [{ provisioned: true }, { maxConcurrency: 50 }, { provisioned: false, maxConcurrency: 50 }] },
  {
    rule: 'MappingRate',
    breaks: [
      { expectedBytesPerSecond: 5_000_001 },
      { expectedBytesPerSecond: 12_000_001, provisioned: true, maximumPollers: 12 },
      { expectedBytesPerSecond: 200_000_001, provisioned: true },
    ],
    keeps: [
      { expectedBytesPerSecond: 5_000_000 },
      { expectedBytesPerSecond: 12_000_000, provisioned: true, maximumPollers: 12 },
      { expectedBytesPerSecond: 200_000_000, provisioned: true },
      {},
    ],
  },
  { rule: 'MappingPartialBatch', breaks: [{ reportsBatchItemFailures: false }], keeps: [{ reportsBatchItemFailures: true }, {}] },
  { rule: 'MappingUnpublished', breaks: [{ mappedQualifier: '$LATEST' }], keeps: [{ mappedQualifier: 'live' }, {}] },
  {
    rule: 'MappingStale',
    breaks: [{ mappedUnqualified: true, publishedLatest: false }],
    keeps: [{ mappedUnqualified: true, publishedLatest: true }, { publishedLatest: false }, { mappedUnqualified: true }],
  },
  { rule: 'ProviderShared', breaks: [{ propsOfNewProvider: ['maxVCpuCount', 'network'] }], keeps: [{ propsOfNewProvider: [] }, {}] },
  { rule: 'FunctionVpc', breaks: [{ ownVpc: true }], keeps: [{ ownVpc: false }, {}] },
  { rule: 'FunctionReserved', breaks: [{ reservedConcurrency: 10 }, { reservedConcurrency: 0 }], keeps: [{}] },
  { rule: 'FunctionProvisioned', breaks: [{ provisionedConcurrency: 10 }], keeps: [{}] },
  { rule: 'FunctionSnapStart', breaks: [{ snapStart: true }], keeps: [{ snapStart: false }, {}] },
  { rule: 'FunctionSharedName', breaks: [{ sharedFunctionName: 'telemetry' }], keeps: [{}] },
  {
    rule: 'ComputeFixedName',
    breaks: [
      named(true, 'telemetry'), named(true, 'on-demand-processor', 'telemetry'), named(true, 'video-on-demand'),
      named(false, 'telemetry-on-demand-processor'), named(false, 'Telemetry-OnDemandProcessor-Function'), named(false, 'on_demand_processor'),
    ],
    keeps: [
      named(true, 'on-demand-processor-prod'), named(true, 'Telemetry-OnDemandProcessor-Function', 'ON_DEMAND_PROCESSOR'), named(true),
      named(false, 'telemetry', 'video-on-demand'), named(false), {},
    ],
  },
  { rule: 'ProcessorFixedName', breaks: [{ fixedName: 'telemetry' }], keeps: [{}] },
  { rule: 'FunctionAlias', breaks: [{ attachedInVain: true }], keeps: [{ attachedInVain: false }, {}] },
  {
    rule: 'HandlerOwnCode',
    breaks: [{ handlerPropsInVain: ['maxEventBytes', 'compression'] }],
    keeps: [{ handlerPropsInVain: [] }, {}],
  },
  { rule: 'HandlerEventSchemas', breaks: [{ schemaFaults: ['Signed Up from schemas/Signed Up.json, which is not there'] }], keeps: [{ schemaFaults: [] }, {}] },
  { rule: 'HandlerPrivacyPaths', breaks: [{ privacyFaults: ['userId.a below an id'] }], keeps: [{ privacyFaults: [] }, {}] },
  { rule: 'WriteKeysRefresh', breaks: [{ writeKeysRefresh: 999 }, { writeKeysRefresh: 0 }], keeps: [{ writeKeysRefresh: 1_000 }, {}] },
  { rule: 'HandlerPrivacyKey', breaks: [{ fieldsHashedPlainly: 2 }], keeps: [{ fieldsHashedPlainly: 0 }, {}] },
  {
    rule: 'HandlerFlushWait',
    breaks: [{ maxFlushWait: 30_001, timeout: 60 }, { maxFlushWait: 0, timeout: 60 }],
    keeps: [{ maxFlushWait: 30_000, timeout: 60 }, { maxFlushWait: 1, timeout: 60 }, { maxFlushWait: 30_001 }, {}],
  },
];

const minutes = (count: number) => Duration.minutes(count);
const days = (count: number) => Duration.days(count);

export const ON_DEMAND_CASES: readonly RuleCase<OnDemandFacts>[] = [
  { rule: 'OnDemandMemory', breaks: [{ memorySize: 127 }, { memorySize: 10_241 }], keeps: [{ memorySize: 128 }, { memorySize: 10_240 }, {}] },
  { rule: 'OnDemandTimeout', breaks: [{ timeout: 901 }, { timeout: 0 }], keeps: [{ timeout: 1 }, { timeout: 900 }, {}] },
  {
    rule: 'OnDemandProvisioned',
    breaks: [{ provisionedConcurrency: 11, reservedConcurrency: 10 }, { provisionedConcurrency: 0 }],
    keeps: [{ provisionedConcurrency: 10, reservedConcurrency: 10 }, { provisionedConcurrency: 1 }, { reservedConcurrency: 10 }, {}],
  },
  {
    rule: 'OnDemandReserved',
    breaks: [{ reservedConcurrency: 10, maxConcurrency: 11 }, { reservedConcurrency: 10 }],
    keeps: [{ reservedConcurrency: 10, maxConcurrency: 10 }, { maxConcurrency: 11 }, {}],
  },
  { rule: 'OnDemandInstanceProps', breaks: [{ instancePropsInVain: ['size', 'network'] }], keeps: [{ instancePropsInVain: [] }, {}] },
];

export const QUEUE_CASES: readonly RuleCase<QueueFacts>[] = [
  { rule: 'QueueRetention', breaks: [{ retentionPeriod: days(15) }, { retentionPeriod: Duration.hours(14 * 24 + 1) }, { retentionPeriod: Duration.seconds(59) }], keeps: [{ retentionPeriod: minutes(1) }, { retentionPeriod: days(14) }, {}] },
  {
    rule: 'QueueDeadLetterRetention',
    breaks: [{ deadLetterRetentionPeriod: days(15) }, { deadLetterRetentionPeriod: Duration.seconds(59) }],
    keeps: [{ deadLetterRetentionPeriod: minutes(1) }, { deadLetterRetentionPeriod: days(14) }, {}],
  },
  {
    rule: 'QueueDeadLetterOutlives',
    breaks: [{ retentionPeriod: days(14), deadLetterRetentionPeriod: days(14) }, { retentionPeriod: days(4), deadLetterRetentionPeriod: days(3) }],
    keeps: [
      { retentionPeriod: days(13), deadLetterRetentionPeriod: days(14) },
      { retentionPeriod: days(14) },
      { deadLetterRetentionPeriod: days(1) },
    ],
  },
  { rule: 'QueueMaxReceiveCount', breaks: [{ maxReceiveCount: 1_001 }, { maxReceiveCount: 0 }], keeps: [{ maxReceiveCount: 1 }, { maxReceiveCount: 1_000 }, {}] },
  { rule: 'QueueReceivesWhileScaling', breaks: [{ maxReceiveCount: 4 }, { maxReceiveCount: 1 }], keeps: [{ maxReceiveCount: 5 }, { maxReceiveCount: 0 }, {}] },
  { rule: 'QueueVisibilityTimeout', breaks: [{ visibilityTimeout: minutes(721) }], keeps: [{ visibilityTimeout: minutes(720) }, { visibilityTimeout: minutes(0) }, {}] },
  {
    rule: 'QueueVisibilityCoversProcessor',
    breaks: [{ visibilityTimeout: Duration.seconds(59), processorTimeout: minutes(1) }],
    keeps: [{ visibilityTimeout: minutes(1), processorTimeout: minutes(1) }, { visibilityTimeout: minutes(1) }, { processorTimeout: minutes(1) }],
  },
  {
    rule: 'QueueVisibilitySixfold',
    breaks: [
      { visibilityTimeout: minutes(1), processorTimeout: minutes(1) },
      { visibilityTimeout: Duration.seconds(359), processorTimeout: minutes(1) },
    ],
    keeps: [
      { visibilityTimeout: minutes(6), processorTimeout: minutes(1) },
      { visibilityTimeout: Duration.seconds(59), processorTimeout: minutes(1) }, // refused already
      { visibilityTimeout: minutes(1) },
      { processorTimeout: minutes(1) },
    ],
  },
];

const DOOR: IngestionFacts = { doorKind: 'REST API', authorization: 'IngestionAuth.iam()', authorizationDoors: ['REST API', 'HTTP API'] };

export const INGESTION_CASES: readonly RuleCase<IngestionFacts>[] = [
  { rule: 'IngestionThrottleRate', breaks: [{ ...DOOR, throttlingRateLimit: 0 }], keeps: [{ ...DOOR, throttlingRateLimit: 1 }] },
  { rule: 'IngestionThrottleBurst', breaks: [{ ...DOOR, throttlingBurstLimit: 0 }], keeps: [{ ...DOOR, throttlingBurstLimit: 1 }] },
  { rule: 'IngestionFifoQueue', breaks: [{ ...DOOR, fifo: true }], keeps: [DOOR] },
  { rule: 'IngestionQueueElsewhere', breaks: [{ ...DOOR, queueElsewhere: 'eu-west-1' }], keeps: [DOOR] },
  {
    rule: 'IngestionAuthorizationDoor',
    breaks: [
      { doorKind: 'HTTP API', authorization: 'IngestionAuth.apiKeys()', authorizationDoors: ['REST API'] },
      { doorKind: 'REST API', authorization: 'IngestionAuth.jwt()', authorizationDoors: ['HTTP API'] },
    ],
    keeps: [DOOR, { ...DOOR, doorKind: 'HTTP API' }, { ...DOOR, authorizationDoors: ['REST API'] }],
  },
  {
    rule: 'IngestionAuthorizationCache',
    breaks: [{ ...DOOR, resultsCacheSeconds: 3_601 }],
    keeps: [DOOR, { ...DOOR, resultsCacheSeconds: 0 }, { ...DOOR, resultsCacheSeconds: 3_600 }],
  },
  {
    rule: 'IngestionFairQueues',
    breaks: [{ ...DOOR, fairQueues: true }],
    keeps: [DOOR, { ...DOOR, fairQueues: false }, { ...DOOR, fairQueues: true, keyId: 'authorizer.writeKeyId' }],
  },
  {
    rule: 'IngestionCorsCredentials',
    breaks: [{ ...DOOR, allowOrigins: ['*'], allowCredentials: true }],
    keeps: [DOOR, { ...DOOR, allowOrigins: ['*'], allowCredentials: false }, { ...DOOR, allowOrigins: ['https://a.example'], allowCredentials: true }],
  },
  {
    rule: 'IngestionCorsOrigins',
    breaks: [
      ['https://shop.example.com/'], [], ['*', 'https://a.example'], ['https://a.example', 'b.example'], ['https://*.example'], ['https://a.example/path'], ['https://a\'b'],
    ].map(allowOrigins => ({ ...DOOR, allowOrigins })),
    keeps: [['*'], ['https://a.example'], ['http://localhost:3000', 'capacitor://localhost'], [Token.asString({ Ref: 'Origin' })]].map(allowOrigins => ({ ...DOOR, allowOrigins })),
  },
  { rule: 'IngestionExistingApi', breaks: [{ ...DOOR, ownersProps: ['throttlingRateLimit', 'domain'] }], keeps: [DOOR, { ...DOOR, ownersProps: [] }] },
  {
    rule: 'IngestionPrivateDomain',
    breaks: [{ ...DOOR, isPrivate: true, domainName: 'collect.example.com' }],
    keeps: [DOOR, { ...DOOR, isPrivate: true }, { ...DOOR, domainName: 'collect.example.com' }],
  },
  {
    rule: 'IngestionBodyTypes',
    breaks: [
      ['application/x-protobuf'], [], ['application/json; charset=utf-8'], ['Application/JSON'], ['text/*'], ['json'], ['application/json', 'image/png'],
    ].map(bodyTypes => ({ ...DOOR, bodyTypes })),
    keeps: [['application/json'], ['text/plain', 'application/vnd.example.v1+json']].map(bodyTypes => ({ ...DOOR, bodyTypes })),
  },
  {
    rule: 'IngestionMaxRequestSize',
    breaks: [{ ...DOOR, maxRequestSize: 1_048_577 }, { ...DOOR, maxRequestSize: 0 }],
    keeps: [DOOR, { ...DOOR, maxRequestSize: 1 }, { ...DOOR, maxRequestSize: 1_048_576 }],
  },
];

export const ARCHIVE_CASES: readonly RuleCase<ArchiveFacts>[] = [
  {
    rule: 'ArchiveDatabaseName',
    breaks: [{ databaseName: 'My-Clicks' }, { databaseName: '' }, { databaseName: 'a'.repeat(256) }],
    keeps: [{ databaseName: 'a' }, { databaseName: Token.asString({ Ref: 'Name' }) }, { databaseName: 'clicks_2' }, { databaseName: 'a'.repeat(255) }],
  },
  {
    rule: 'ArchiveExpiration',
    breaks: [
      { databaseName: 'a', eventsExpiration: Duration.hours(12) },
      { databaseName: 'a', quarantineExpiration: Duration.hours(36) },
      { databaseName: 'a', eventsExpiration: days(0) },
    ],
    keeps: [{ databaseName: 'a' }, { databaseName: 'a', eventsExpiration: days(1), quarantineExpiration: days(400) }],
  },
  {
    rule: 'ArchiveExistingBucket',
    breaks: [{ databaseName: 'a', ownersProps: ['encryptionKey', 'eventsExpiration'] }],
    keeps: [{ databaseName: 'a' }, { databaseName: 'a', ownersProps: [] }],
  },
];

const forRoles = '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":["kms:Decrypt"],"Resource":"*"}';
const forLogs = '{"Effect":"Allow","Principal":{"Service":"logs.eu-west-1.amazonaws.com"},'
  + '"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],"Resource":"*",'
  + '"Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-west-1:111111111111:log-group:*"}}}';

export const KEY_CASES: readonly RuleCase<KeyFacts>[] = [
  { rule: 'KeyRegion', breaks: [{ farRegion: 'us-east-1' }], keeps: [{}] },
  { rule: 'KeyOfOtherAccount', breaks: [{ otherAccount: '222222222222', statementForRoles: forRoles }], keeps: [{}] },
  { rule: 'KeyOfLogs', breaks: [{ statementForLogs: forLogs }], keeps: [{}] },
];

export const MONITORING_CASES: readonly RuleCase<MonitoringFacts>[] = [
  {
    rule: 'MonitoringActions',
    breaks: [{ alarmActionCount: 6 }, { okActionCount: 6 }],
    keeps: [{ alarmActionCount: 5, okActionCount: 5 }, { alarmActionCount: 0 }, {}],
  },
  {
    rule: 'MonitoringSilence',
    breaks: [minutes(12), minutes(0), minutes(23 * 60 + 5), days(1), Duration.seconds(90)].map(silence => ({ silence })),
    keeps: [{ silence: minutes(5) }, { silence: minutes(23 * 60) }, { silence: Duration.seconds(600) }, {}],
  },
  {
    rule: 'MonitoringShares',
    breaks: [
      { maxClientErrorShare: 0, maxQuarantineShare: 5 },
      { maxQuarantineShare: 101 },
      { maxQuarantineShare: -1 },
      { maxClientErrorShare: 100.5 },
    ],
    keeps: [{ maxClientErrorShare: 100, maxQuarantineShare: 0.1 }, {}],
  },
  {
    rule: 'MonitoringLag',
    breaks: [{ promisedLag: minutes(5), visibilityTimeout: Duration.seconds(370) }, { promisedLag: minutes(6), visibilityTimeout: minutes(6) }],
    keeps: [{ promisedLag: minutes(7), visibilityTimeout: Duration.seconds(370) }, { promisedLag: minutes(1) }, {}],
  },
  {
    rule: 'MonitoringLagKept',
    breaks: [{ promisedLag: days(4), retentionPeriod: days(4) }, { promisedLag: days(5), retentionPeriod: days(4) }],
    keeps: [{ promisedLag: Duration.hours(95), retentionPeriod: days(4) }, { promisedLag: days(30) }, {}],
  },
  { rule: 'MonitoringNamelessApi', breaks: [{ namelessApi: 'Shop' }], keeps: [{}] },
];

export const TRAFFIC_CASES: readonly RuleCase<TrafficFacts>[] = [
  {
    rule: 'TrafficEstimate',
    breaks: [{
      inestimable: 'MemorySize of Shop/Telemetry/Processor/Function/Resource must be known to be priced, got a value that is known only at deployment',
    }],
    keeps: [{}],
  },
  { rule: 'TrafficRequestSize', breaks: [{ requestBytes: 1_048_577 }], keeps: [{ requestBytes: 1_048_576 }, {}] },
  {
    rule: 'TrafficThrottling',
    breaks: [{ requestsPerSecond: 2_500, throttlingRateLimit: 1_000 }],
    keeps: [{ requestsPerSecond: 1_000, throttlingRateLimit: 1_000 }, { requestsPerSecond: 2_500 }, {}],
  },
  {
    rule: 'TrafficMapping',
    breaks: [{ bytesPerSecond: 25_000_000, mostBytesPerSecond: 5_000_000 }, { bytesPerSecond: 25e6, mostBytesPerSecond: 24e6, maximumPollers: 24 }],
    keeps: [{ bytesPerSecond: 5_000_000, mostBytesPerSecond: 5_000_000 }, { bytesPerSecond: 25e6, mostBytesPerSecond: Infinity }, {}],
  },
  { rule: 'TrafficVCpus', breaks: [{ vCpus: 96, maxVCpuCount: 40 }], keeps: [{ vCpus: 40, maxVCpuCount: 40 }, { vCpus: 96 }, {}] },
  {
    rule: 'TrafficEnvironments',
    breaks: [{ environments: 18, maxExecutionEnvironments: 6 }],
    keeps: [{ environments: 6, maxExecutionEnvironments: 6 }, { environments: 18 }, {}],
  },
  {
    rule: 'TrafficMemory',
    breaks: [{ memoryNeeded: 2_513.6, memorySize: 2_048, batchesPerEnvironment: 51 }],
    keeps: [{ memoryNeeded: 2_048, memorySize: 2_048 }, { memorySize: 2_048 }, {}],
  },
  { rule: 'TrafficConcurrency', breaks: [{ batches: 12.2, maxConcurrency: 10 }], keeps: [{ batches: 10, maxConcurrency: 10 }, { batches: 12 }, {}] },
];
