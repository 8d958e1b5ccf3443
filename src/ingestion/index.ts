export * from './auth/auth-options';
export * from './auth/ingestion-auth';
export * from './door/door-options';
export * from './door/ingestion-door';
export * from './ingestion-cors';
export * from './ingestion-domain';
export * from './ingestion-options';
export * from './telemetry-ingestion-api';
