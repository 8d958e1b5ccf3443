/** Where it stands what to do about each alarm. */
export const OPERATIONS_PAGE = 'https://github.com/cdk-telemetry-pipeline/cdk-telemetry-pipeline/blob/main/docs/operations.md';

/** Words that part the description of an alarm, in their order; what is wrong stands before the first. */
export const DESCRIPTION_PARTS = { data: ' Data: ', first: ' First: ', everything: ' Everything at once: ', page: ' Read on: ' } as const;
