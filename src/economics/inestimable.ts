/** What keeps a pipeline from being estimated: a value that is known only at deployment, or a price that nobody gave. */
export class InestimableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InestimableError';
  }
}
