import { randomBytes } from 'node:crypto';
import type { CommitRows } from '../../../../src/processor/handler/commit/pending-append';

/** Rows of an invocation, by default one that is in no hurry. */
export function commitRows(invocation: string, { text = `{"from":"${invocation}"}\n`, ...rows }: Partial<CommitRows> & { text?: string } = {}): CommitRows {
  return { folder: 'events/dt=2026-11-23/hour=07/', lines: Buffer.from(text), count: 1, deadline: Date.now() + 600_000, invocation, ...rows };
}

/** A line of that many bytes which compression makes no smaller than three quarters of it. */
export function noise(bytes: number): string {
  return `${randomBytes(bytes).toString('base64').slice(0, bytes - 1)}\n`;
}
