export * from './managed-instance-processor';
export * from './processor-network';
