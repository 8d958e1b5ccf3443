import type { InvokableFunction } from '../../../../src/local/door/admission/asked-function';
import type { InvokeOutcome } from '../../../../src/local/processor/invoke-outcome';

/** A function that answers as told and writes down what it was asked. */
export class Asked implements InvokableFunction {
  public readonly questions: Record<string, unknown>[] = [];

  constructor(public answer: (question: Record<string, unknown>) => unknown) {}

  public async invoke(payload: unknown): Promise<InvokeOutcome> {
    const question = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>;
    this.questions.push(question);
    try {
      return { ok: true, value: this.answer(question) };
    } catch (error) {
      return { ok: false, errorType: (error as Error).name, message: (error as Error).message };
    }
  }
}

/** An answer with a policy of one statement. */
export function policy(effect: string, resource: unknown, context?: Record<string, unknown>, more: object = {}) {
  return {
    principalId: 'someone',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }] },
    context,
    ...more,
  };
}
