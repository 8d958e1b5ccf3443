import { QUARANTINE_CODES, type QuarantineCode } from '../../wire/quarantine-codes';

/** Why a body, or an event of it, goes to quarantine: nothing that another try could mend. */
export class Unreadable extends Error {
  constructor(readonly code: QuarantineCode, detail: string) {
    super(detail);
    this.name = 'Unreadable';
  }
}

/** JSON nested thousands of levels deep is parsed, but overflows the stack when it is written. */
export function asUnreadable(fault: unknown): Unreadable {
  if (fault instanceof RangeError) {
    return new Unreadable(QUARANTINE_CODES.wrongShape, 'an event must be nested less deep');
  }
  if (fault instanceof Unreadable) {
    return fault;
  }
  throw fault;
}
