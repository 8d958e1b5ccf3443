export * from './event-schemas';
export * from './handler-options';
export * from './managed-instance-options';
export * from './managed-instance-processor';
export * from './managed-instance-rules';
export * from './managed-instance-size';
export * from './processor-code';
export * from './processor-network';
