import type { SynthesizedPipeline } from '../synthesized-pipeline';

/** Parts of a pipeline that keep running as they were started, and how they are called. */
const FIXED_PARTS = {
  door: 'the door',
  queue: 'the queue',
  deadLetterQueue: 'the dead-letter queue',
  mapping: 'the event source mapping',
  authorizers: 'an authorizer',
  buckets: 'the buckets',
} as const satisfies Partial<Record<keyof SynthesizedPipeline, string>>;

/** Parts that another synthesis made different, and that only another start of the local run would take up. */
export function restartReasons(running: SynthesizedPipeline, synthesized: SynthesizedPipeline): string[] {
  return Object.entries(FIXED_PARTS)
    .filter(([part]) => text(running[part as keyof typeof FIXED_PARTS]) !== text(synthesized[part as keyof typeof FIXED_PARTS]))
    .map(([, name]) => name);
}

function text(part: unknown): string {
  return JSON.stringify(part) ?? '';
}
