export * from './write-keys';
