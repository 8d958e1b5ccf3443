import { anonymizedIp } from './anonymized-ip';
import type { FieldAction, FieldPaths } from './field-paths';
import { BACKSLASH, SPACE } from '../json/characters';

const WORD = /[^\s,\]}]+/y;
const TEXT_OF_CONTAINER = /[^"{}[\]]+/y;

/** Does what paths say to valid JSON text, and copies all else as it stands: numbers of any size, keys of any name. */
export class JsonRedaction {
  private at = 0;

  constructor(private readonly text: string, private readonly hash: (text: string) => string) {}

  /** The text of the value that stands here; undefined when it is left out. */
  public value(paths: readonly FieldPaths[]): string | undefined {
    this.passSpace();
    const first = this.text[this.at];
    const actions = paths.flatMap(({ action }) => action ?? []);
    if (paths.length === 0 || actions.length > 0 || (first !== '{' && first !== '[')) {
      return this.changed(this.skip(), actions);
    }
    return first === '{' ? this.members(paths) : this.items(paths);
  }

  private members(paths: readonly FieldPaths[]): string {
    return this.container('}', () => {
      const key = this.takeString();
      this.passSpace();
      this.at += 1; // the colon
      const name = key.includes('\\') ? JSON.parse(key) as string : key.slice(1, -1);
      const value = this.value(paths.flatMap(path => path.under(name)));
      return value === undefined ? undefined : `${key}:${value}`;
    });
  }

  private items(paths: readonly FieldPaths[]): string {
    const below = paths.flatMap(path => path.under(undefined));
    return this.container(']', () => this.value(below));
  }

  private container(close: string, part: () => string | undefined): string {
    const open = this.text[this.at];
    const kept: string[] = [];
    this.at += 1;
    for (this.passSpace(); this.text[this.at] !== close; this.passSpace()) {
      const text = part();
      if (text !== undefined) {
        kept.push(text);
      }
      this.passSpace();
      if (this.text[this.at] === ',') {
        this.at += 1;
      }
    }
    this.at += 1;
    return `${open}${kept.join(',')}${close}`;
  }

  private changed(whole: string, actions: readonly FieldAction[]): string | undefined {
    if (actions.includes('drop')) {
      return undefined;
    }
    if (actions.includes('anonymize')) {
      const ip = whole.startsWith('"') ? anonymizedIp(JSON.parse(whole) as string) : null;
      return ip === null ? undefined : JSON.stringify(ip);
    }
    return actions.includes('hash') ? this.hashed(whole) : whole;
  }

  private hashed(whole: string): string {
    if (whole === 'null') {
      return whole;
    }
    return JSON.stringify(this.hash(whole.startsWith('"') ? JSON.parse(whole) as string : whole));
  }

  /** Passes over a value. */
  private skip(): string {
    const start = this.at;
    let depth = 0;
    do {
      const first = this.text[this.at];
      if (first === '"') {
        this.takeString();
      } else if (first === '{' || first === '[') {
        depth += 1;
        this.at += 1;
      } else if (first === '}' || first === ']') {
        depth -= 1;
        this.at += 1;
      } else {
        this.take(depth === 0 ? WORD : TEXT_OF_CONTAINER);
      }
    } while (depth > 0);
    return this.text.slice(start, this.at);
  }

  /** By hand: a regular expression for it runs out of stack on megabytes of escapes. */
  private takeString(): string {
    const start = this.at;
    let end = start;
    do {
      end = this.text.indexOf('"', end + 1);
    } while (this.isEscaped(end));
    this.at = end + 1;
    return this.text.slice(start, this.at);
  }

  /** Whether an odd number of backslashes stands before a position. */
  private isEscaped(position: number): boolean {
    let before = position - 1;
    while (this.text.charCodeAt(before) === BACKSLASH) {
      before -= 1;
    }
    return (position - before) % 2 === 0;
  }

  private passSpace(): void {
    // Of all that may stand between values, a space has the highest code.
    while (this.text.charCodeAt(this.at) <= SPACE) {
      this.at += 1;
    }
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [''];
    this.at += found.length;
    return found;
  }
}
