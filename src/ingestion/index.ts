export * from './ingestion-auth';
export * from './ingestion-door';
export * from './telemetry-ingestion-api';
