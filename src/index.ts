import './private/lowest-cdk';

// In the order in which an event travels.
export {
  TelemetryIngestionApi, TelemetryIngestionApiOptions, TelemetryIngestionApiProps,
  IngestionDoor, RestDoorOptions, HttpDoorOptions,
  IngestionAuth, ApiKeyAuthOptions, WriteKeyAuthOptions, JwtAuthOptions, CognitoAuthOptions, LambdaAuthOptions,
  IngestionCorsOptions, IngestionDomainOptions, IngestionMutualTlsOptions,
} from './ingestion';
export { WriteKeys, WriteKeyReadingOptions } from './write-keys';
export { TelemetryQueue, TelemetryQueueOptions, TelemetryQueueProps } from './queue';
export {
  ManagedInstanceProcessor, ManagedInstanceProcessorOptions, ManagedInstanceProcessorProps, ManagedInstanceRules,
  ManagedInstanceSize, ManagedInstanceFamily,
  OnDemandProcessor, OnDemandOptions, OnDemandProcessorProps, ProcessorCompute,
  TelemetryProcessor, ProcessorOptions, ProcessorWiring, ProvisionedPollers,
  PrivacyOptions, IpPrivacy,
  EventSchemas, EventSchemaOptions, SchemaMode,
  ProcessorCode, ProcessorCodeOptions, ProcessorEntryOptions, ProcessorEncryptionOptions, HandlerOptions, ArchiveCompression,
  ProcessorNetwork, NewNetworkOptions, ExistingNetworkOptions,
} from './processor';
export { TelemetryArchive, TelemetryArchiveOptions, TelemetryArchiveProps } from './archive';
export { TelemetryMonitoring, TelemetryMonitoringOptions, TelemetryMonitoringProps, PipelineAlarm } from './monitoring';
export { TelemetryPipeline, TelemetryPipelineProps } from './telemetry-pipeline';
export {
  TelemetryTraffic, CostEstimate, CostPart,
  CostComparison, CostComparisonOptions, CostBreakEven, BatchingCost, PriceOverrides, UnsurePrice,
} from './economics';
