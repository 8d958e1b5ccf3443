/**
 * Names of the SQS message attributes that travel beside a request's body.
 *
 * The door writes them, a replay writes them again with the two last ones, the handler reads them. All are strings; each may be absent.
 */
export const MESSAGE_ATTRIBUTES = {
  /** Address of the client, as the door saw it. */
  sourceIp: 'sourceIp',
  /** `X-Forwarded-For` of the request, where the door stands behind CloudFront; the client's address is the last but the door's. */
  forwardedFor: 'forwardedFor',
  /** Id that the door gave to the request; it stands in the access log too. */
  requestId: 'requestId',
  /** Route that took the request, such as `/v1/batch`; one of `ROUTES`. */
  path: 'path',
  /** `Content-Type` of the request. */
  contentType: 'contentType',
  /** `Authorization` of the request; Segment and RudderStack clients send their write key in it. */
  authorization: 'authorization',
  /** Id of the key that the door has let in: of a write key, or of an API key. */
  writeKeyId: 'writeKeyId',
  /** `User-Agent` of the request. */
  userAgent: 'userAgent',
  /** Where a replay was quarantined first: the id of the message, and `/` and the position when it is one event of it. */
  replayOf: 'replayOf',
  /** When SQS first stored the request of a replay, in ISO 8601. */
  firstReceivedAt: 'firstReceivedAt',
} as const;

/** Name of one message attribute. */
export type MessageAttributeName = (typeof MESSAGE_ATTRIBUTES)[keyof typeof MESSAGE_ATTRIBUTES];
