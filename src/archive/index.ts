export * from './telemetry-archive';
