import type { InvokeOutcome } from '../../processor/invoke-outcome';
import { Refusal } from '../refusal';

/** A function that can be invoked. */
export interface InvokableFunction {
  invoke(payload: unknown): Promise<InvokeOutcome>;
}

/** The word with which a function turns a request away as one without credentials. */
const UNAUTHORIZED = 'Unauthorized';

/** Most verdicts that are kept; the oldest goes first. */
const MOST_KEPT = 10_000;

interface Kept {
  readonly answer: unknown;
  readonly until: number;
}

/** A function that decides who may send, whose answers are kept by what a request says of whom it is from. */
export class AskedFunction {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly fn: InvokableFunction, private readonly name: string, private readonly ttlSeconds: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The answer of the function, asked with what `question` makes; without identity nothing is kept. */
  public async ask(identity: readonly string[], question: () => unknown): Promise<unknown> {
    const key = JSON.stringify(identity);
    const known = this.kept.get(key);
    if (known && known.until > this.now()) {
      return known.answer;
    }
    const outcome = await this.fn.invoke(question());
    if (!outcome.ok) {
      throw outcome.message === UNAUTHORIZED
        ? new Refusal('UNAUTHORIZED')
        : new Refusal('AUTHORIZER_FAILURE', `the authorizer ${this.name} failed: ${outcome.errorType}: ${outcome.message}`);
    }
    this.keep(key, identity, outcome.value);
    return outcome.value;
  }

  private keep(key: string, identity: readonly string[], answer: unknown): void {
    if (this.ttlSeconds === 0 || identity.length === 0) {
      return;
    }
    this.kept.delete(key);
    this.kept.set(key, { answer, until: this.now() + this.ttlSeconds * 1000 });
    if (this.kept.size > MOST_KEPT) {
      this.kept.delete(this.kept.keys().next().value!);
    }
  }
}
