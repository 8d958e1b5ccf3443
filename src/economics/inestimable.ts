/** What keeps a pipeline from being estimated: a value that is known only at deployment, or a price that nobody gave. */
export class InestimableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InestimableError';
  }
}

/** What a reckoning gives; nothing when it cannot be made. */
export function unlessInestimable<Value>(reckon: () => Value, tell: (reason: string) => void = () => undefined): Value | undefined {
  try {
    return reckon();
  } catch (error) {
    if (!(error instanceof InestimableError)) {
      throw error;
    }
    tell(error.message);
    return undefined;
  }
}
