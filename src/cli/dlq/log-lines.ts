import { MESSAGES_FAILED, type FailureLine } from '../../wire/failure-line';

/** Lines that say why something failed: the handler's, and Lambda's own of an invocation that it ended. */
export const FAILURE_PATTERN = `{ ($.message.event = "${MESSAGES_FAILED}") || ($.type = "platform.report" && $.record.status != "success") }`;

/** Why something failed. */
export interface Reason {
  /** Name of the error. */
  readonly error: string;
  readonly reason: string;
}

/** What a line says of failures. */
export type LoggedFailure =
  | { readonly of: 'messages'; readonly messageIds: readonly string[]; readonly why: Reason }
  | { readonly of: 'invocation'; readonly requestId: string; readonly how: string };

/** A line of Lambda's own, in the form that functions with JSON logs have. */
interface PlatformLine {
  readonly requestId?: string;
  readonly status?: string;
  readonly errorType?: string;
}

/** Reads a line; nothing when it is about something else. */
export function failureIn(line: string): LoggedFailure | undefined {
  const { message, type, record } = parsed(line);
  if (message?.event === MESSAGES_FAILED) {
    const { messageIds = [], error = 'Error', reason = '' } = message;
    return { of: 'messages', messageIds, why: { error, reason } };
  }
  const { requestId, status, errorType } = record ?? {};
  return type === 'platform.report' && requestId !== undefined && status !== undefined && status !== 'success'
    ? { of: 'invocation', requestId, how: errorType ?? status }
    : undefined;
}

function parsed(line: string): { readonly message?: Partial<FailureLine>; readonly type?: string; readonly record?: PlatformLine } {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {};
  }
}
