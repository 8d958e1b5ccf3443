import type { QuarantineCode } from '../../../wire/quarantine-codes';

/** Why a body, or an event of it, goes to quarantine: nothing that another try could mend. */
export class Unreadable extends Error {
  constructor(readonly code: QuarantineCode, detail: string) {
    super(detail);
    this.name = 'Unreadable';
  }
}

/** The fault in what came in; any other error is ours, and thrown on. */
export function asUnreadable(fault: unknown): Unreadable {
  if (fault instanceof Unreadable) {
    return fault;
  }
  throw fault;
}
