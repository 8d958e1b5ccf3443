import type { PipelineConfiguration } from '../configuration';

/** What a measured pipeline has or may have, and nobody told: it is not priced, and said so. */
export function leftOut({ door, handler, batchLogBytes }: PipelineConfiguration): string[] {
  return [
    ...door === undefined ? ['no API before the queue is known, so none is priced; --api, beside --function, names one'] : [],
    ...handler === undefined ? [
      'metrics of the library\'s handler were not seen: what the function stores, calls and counts is not known and not priced',
      ...batchLogBytes === undefined ? ['what the function logs is not known and not priced'] : [],
      ...door !== undefined ? ['the access log of the API is not known and not priced'] : [],
    ] : [],
  ];
}
