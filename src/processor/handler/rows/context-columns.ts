import { column, columnStart, writeMembers, writeObject } from './columns';
import { mergedMembers } from './merged-members';
import type { RowBuffer } from './row-buffer';
import { QUOTE } from '../json/characters';
import type { JsonIndex } from '../json/json-index';
import { isSame } from '../json/json-values';
import type { ReceivedRequest } from '../request/received-request';

const CONTEXT = columnStart('context');
const IP = columnStart('ip');
const USER_AGENT = columnStart('user_agent');
const IP_NAME = Buffer.from('"ip"');
const USER_AGENT_NAME = Buffer.from('"userAgent"');

/** Writes the context of an event, with the address and the user agent out of it, or else those that the door saw. */
export class ContextColumns {
  private readonly ip: Buffer;
  private readonly userAgent: Buffer;

  constructor(private readonly index: JsonIndex, private readonly shared: number, { ip, userAgent }: ReceivedRequest) {
    this.ip = Buffer.from(column('ip', ip));
    this.userAgent = Buffer.from(column('user_agent', userAgent));
  }

  /** Writes the columns of an event with a context of its own, or none, which is 0. */
  public write(row: RowBuffer, own: number): void {
    const { index, shared } = this;
    if (own !== 0 && shared !== 0) {
      writeMembers(row, CONTEXT, index, mergedMembers(index, shared, own));
    } else if (own !== 0 || shared !== 0) {
      writeObject(row, CONTEXT, index, own || shared);
    }
    this.writeText(row, IP, this.textIn(own, IP_NAME) || this.textIn(shared, IP_NAME), this.ip);
    this.writeText(row, USER_AGENT, this.textIn(own, USER_AGENT_NAME) || this.textIn(shared, USER_AGENT_NAME), this.userAgent);
  }

  private writeText(row: RowBuffer, start: Buffer, value: number, otherwise: Buffer): void {
    if (value === 0) {
      row.bytes(otherwise);
    } else {
      row.bytes(start);
      row.copy(this.index.text, this.index.start(value), this.index.end(value));
    }
  }

  /** The text that a member of a context has, or 0. */
  private textIn(context: number, name: Buffer): number {
    const { index } = this;
    let text = 0;
    if (context !== 0) {
      const behind = index.next(context);
      for (let key = context + 1; key < behind; key = index.next(key + 1)) {
        if (index.firstByte(key + 1) === QUOTE && isSame(index.text, index.start(key), name)) {
          text = key + 1;
        }
      }
    }
    return text;
  }
}
