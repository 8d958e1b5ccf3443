/** Why a door answers by itself, in the words that REST APIs have for it. */
export type RefusalType =
  | 'API_CONFIGURATION_ERROR'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'REQUEST_TOO_LARGE'
  | 'THROTTLED'
  | 'UNSUPPORTED_MEDIA_TYPE';

/** Ends a request without, or in the place of, a reply of the queue. */
export class Refusal extends Error {
  public readonly name = 'Refusal';

  /** The reason is for the developer; no client reads it. */
  constructor(public readonly type: RefusalType, public readonly reason?: string) {
    super(reason ?? type);
  }
}

/** Makes a refusal of any error: what is not one already is a fault in the template or in the local run. */
export function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal('API_CONFIGURATION_ERROR', (error as Error).message);
}
