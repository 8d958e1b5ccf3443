import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { OPEN_ARRAY } from '../json/characters';
import { MAX_DEPTH, type JsonIndex } from '../json/json-index';
import { isObject, type JsonObject } from '../json/json-object';
import { elementsOf, indexOf, kindOf, memberOf } from '../json/json-values';
import { Unreadable } from '../request/unreadable';

/** A value out of a body, and how its client wrote it. */
export interface ParsedElement {
  readonly value: unknown;
  readonly raw: () => string;
}

/** A body that is parsed, because its contract names things differently. */
export class ParsedBody {
  /** What `JSON.parse` makes of it. */
  public readonly value: unknown;

  private readonly index: JsonIndex;

  constructor(private readonly text: Buffer) {
    this.index = indexOf(text);
    if (this.index.tooDeep.length > 0) {
      throw new Unreadable(QUARANTINE_CODES.wrongShape, `the body must be nested at most ${MAX_DEPTH} levels deep`);
    }
    this.value = JSON.parse(text.toString());
  }

  /** The body, which must be an object. */
  public object(): JsonObject {
    if (!isObject(this.value)) {
      throw new Unreadable(QUARANTINE_CODES.wrongShape, `the body must be an object, got ${kindOf(this.index, 0)}`);
    }
    return this.value;
  }

  /** The body as its only element. */
  public whole(): ParsedElement {
    return { value: this.value, raw: () => this.text.toString() };
  }

  /** The elements of the body, which must be an array, or of an array that is a member of it. */
  public elements(member?: string): ParsedElement[] {
    const array = member === undefined ? 0 : memberOf(this.index, 0, member);
    if (array === undefined || this.index.firstByte(array) !== OPEN_ARRAY) {
      const got = array === undefined ? 'nothing' : kindOf(this.index, array);
      throw new Unreadable(QUARANTINE_CODES.wrongShape, `${member ?? 'the body'} must be an array of events, got ${got}`);
    }
    const values = (member === undefined ? this.value : this.object()[member]) as readonly unknown[];
    return elementsOf(this.index, array).map((element, position) => {
      const [start, end] = [this.index.start(element), this.index.end(element)]; // the index is gone when somebody asks
      return { value: values[position], raw: () => this.text.toString('utf8', start, end) };
    });
  }
}
