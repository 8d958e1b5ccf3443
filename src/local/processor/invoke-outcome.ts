/** What came of an invocation, as the service that invoked sees it. */
export type InvokeOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errorType: string; readonly message: string; readonly position?: string };

/** A reply of Lambda's control plane: the function never saw the invocation, which may be tried again. */
export const THROTTLED = { ok: false, errorType: 'TooManyRequestsException', message: 'Rate Exceeded.' } as const satisfies InvokeOutcome;

/** An error in one line, with the place in the user's code that it comes from. */
export function errorText({ errorType, message, position }: InvokeOutcome & { ok: false }): string {
  return `${errorType}: ${message}${position === undefined ? '' : ` (${position})`}`;
}

/** Whether an invocation was throttled. */
export function isThrottle(outcome: InvokeOutcome): boolean {
  return !outcome.ok && outcome.errorType === THROTTLED.errorType;
}
