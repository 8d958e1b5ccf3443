export * from './monitoring-options';
export * from './pipeline-alarm';
export * from './telemetry-monitoring';
