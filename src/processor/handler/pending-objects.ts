import type { RequestRows } from './request-rows';
import { EVENTS_PREFIX, partitionFolder, QUARANTINE_PREFIX } from '../../wire/archive-layout';
import type { QuarantineCode } from '../../wire/quarantine-codes';

/** More than a batch of plain requests, at most 6 MB, usually comes to; only what was compressed gets there. */
const FULL_LENGTH = 16 * 1024 * 1024;

/** Rows for one object, and the messages that they came in. */
export interface PendingObject {
  readonly prefix: string;
  readonly receivedAt: Date;
  readonly lines: string[];
  /** Reasons of the lines, in the case of quarantine. */
  readonly codes: QuarantineCode[];
  readonly messageIds: Set<string>;
}

/** The rows of one batch that are not stored yet: an object for each table and hour of receipt. */
export class PendingObjects {
  private readonly byFolder = new Map<string, PendingObject & { length: number }>();

  /** Adds the rows of a message. */
  public add(messageId: string, { receivedAt, events, quarantine, codes }: RequestRows): void {
    this.append(messageId, EVENTS_PREFIX, receivedAt, events, []);
    this.append(messageId, QUARANTINE_PREFIX, receivedAt, quarantine, codes);
  }

  /** Hands over the objects that are large enough, so that inflated bodies cannot fill the memory. */
  public takeFull(): PendingObject[] {
    return this.take(({ length }) => length >= FULL_LENGTH);
  }

  /** Hands over all that is left. */
  public takeRest(): PendingObject[] {
    return this.take(() => true);
  }

  private append(messageId: string, prefix: string, receivedAt: Date, lines: readonly string[], codes: readonly QuarantineCode[]): void {
    if (lines.length === 0) {
      return;
    }
    const folder = `${prefix}${partitionFolder(receivedAt)}`;
    const object = this.byFolder.get(folder) ?? { prefix, receivedAt, lines: [], codes: [], messageIds: new Set(), length: 0 };
    this.byFolder.set(folder, object);

    for (const line of lines) {
      object.lines.push(line);
      object.length += line.length;
    }
    codes.forEach(code => object.codes.push(code));
    object.messageIds.add(messageId);
  }

  private take(wanted: (object: { readonly length: number }) => boolean): PendingObject[] {
    const taken = [...this.byFolder].filter(([, object]) => wanted(object));
    taken.forEach(([folder]) => this.byFolder.delete(folder));
    return taken.map(([, object]) => object);
  }
}
