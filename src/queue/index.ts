export * from './telemetry-queue';
