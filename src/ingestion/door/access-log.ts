import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** What the two kinds of API call otherwise in their logs. */
export interface AccessLogVariables {
  readonly path: '$context.resourcePath' | '$context.routeKey';
  readonly error: '$context.error.responseType' | '$context.integrationErrorMessage';
}

/**
 * One JSON object a line; `path` is the route, so that no text of the client's gets into the log unescaped.
 *
 * @param keyId variable of `$context` that tells whose key a request came with
 */
export function accessLogFormat({ path, error }: AccessLogVariables, keyId: string | undefined): apigateway.AccessLogFormat {
  return apigateway.AccessLogFormat.custom(JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    sourceIp: '$context.identity.sourceIp',
    ...(keyId === undefined ? {} : { keyId: `$context.${keyId}` }),
    method: '$context.httpMethod',
    path,
    status: '$context.status',
    responseLength: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    sqsStatus: '$context.integration.status',
    sqsLatencyMs: '$context.integration.latency',
    error,
  }));
}
