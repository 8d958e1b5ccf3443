/** Why a door answers by itself, in the words that REST APIs have for it. */
export type RefusalType =
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE';

/** Ends a request without, or in the place of, a reply of the queue. */
export class Refusal extends Error {
  public readonly name = 'Refusal';

  /** The reason is for the developer; no client reads it. The message goes in the place of the one that API Gateway has for the type. */
  constructor(public readonly type: RefusalType, public readonly reason?: string, public readonly clientMessage?: string) {
    super(reason ?? type);
  }
}

/** Makes a refusal of any error: what is not one already is a fault in the template or in the local run. */
export function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal('API_CONFIGURATION_ERROR', (error as Error).message);
}
