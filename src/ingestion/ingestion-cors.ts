import { Duration } from 'aws-cdk-lib';

/** Which pages of other origins may send. */
export interface IngestionCorsOptions {
  /**
   * Origins of the pages, such as `https://shop.example.com`, or `*` alone for any.
   *
   * An origin has a scheme, a host and perhaps a port; no path and no slash at its end.
   */
  readonly allowOrigins: string[];

  /**
   * Whether pages may send cookies along; `*` is then not allowed.
   *
   * Snowplow's browser tracker does unless it is told `credentials: 'omit'`, and `navigator.sendBeacon` always does.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * Headers that pages may send.
   *
   * @default - those that the browser clients of Segment, RudderStack, PostHog, Snowplow and OpenTelemetry send, and those of signed requests
   */
  readonly allowHeaders?: string[];

  /**
   * How long a browser need not ask again; Chrome keeps an answer for two hours at most.
   *
   * @default Duration.hours(2)
   */
  readonly maxAge?: Duration;
}

/** Cross-origin access, settled. */
export type IngestionCors = Required<IngestionCorsOptions>;

/** `*` never covers Authorization, and with credentials it covers nothing: each is named. */
const BROWSER_CLIENT_HEADERS = [
  'Authorization', 'Content-Type', 'X-Api-Key', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256',
  'X-Retry-Count', 'AnonymousId', 'SentAt', 'SP-Anonymous', 'Traceparent', 'Tracestate', 'Baggage',
];

/** Fills in the defaults. */
export function settledCors(options: IngestionCorsOptions): IngestionCors {
  return { allowCredentials: false, allowHeaders: BROWSER_CLIENT_HEADERS, maxAge: Duration.hours(2), ...options };
}
