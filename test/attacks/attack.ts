import type { NoReply, WrittenRequest } from './raw-request';

/** What a door makes of an attack. */
export interface Outcome {
  readonly status: number | NoReply;
  /** The one message that the queue then has; nothing when it has none. */
  readonly message?: StoredMessage;
  /** How the body stands in the message, in words. */
  readonly kept?: string;
  /** Origin whose pages may read the reply. */
  readonly readableBy?: string;
}

/** A message, without the attributes that are the door's own: `sourceIp` and `requestId`. */
export interface StoredMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A request that means harm, and what becomes of it at both doors. */
export interface Attack {
  readonly name: string;
  readonly request: WrittenRequest;
  /** How long a reply may take. */
  readonly withinMs?: number;
  readonly rest: Outcome;
  readonly http: Outcome;
}

/** Attacks of one kind. */
export interface AttackGroup {
  readonly title: string;
  readonly attacks: readonly Attack[];
}

/** No message, whatever was sent. */
export function refused(status: Outcome['status']): Outcome {
  return { status };
}

/** One message at the REST door, with the headers that travel; the body type is JSON unless said otherwise. */
export function storedByRest(body: string, attributes: Record<string, string> = {}, kept?: string): Outcome {
  return { status: 200, message: { body, attributes: { path: '/events', contentType: 'application/json', ...attributes } }, kept };
}

/** One message at the HTTP door, which takes nothing from a client but the body. */
export function storedByHttp(body: string, path = '/events', kept?: string): Outcome {
  return { status: 200, message: { body, attributes: { path: `POST ${path}` } }, kept };
}

/** Stored by both doors as it was sent. */
export function storedAsSent(body: string, attributes: Record<string, string> = {}): Pick<Attack, 'rest' | 'http'> {
  return { rest: storedByRest(body, attributes), http: storedByHttp(body, attributes.path) };
}

/** Refused by both doors. */
export function refusedWith(rest: Outcome['status'], http: Outcome['status'] = rest): Pick<Attack, 'rest' | 'http'> {
  return { rest: refused(rest), http: refused(http) };
}
