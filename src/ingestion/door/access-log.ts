import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** One JSON object a line; `path` is the route, so that no text of the client's gets into the log unescaped. */
export function accessLogFormat(path: '$context.resourcePath' | '$context.routeKey', error: '$context.error.responseType' | '$context.integrationErrorMessage'):
apigateway.AccessLogFormat {
  return apigateway.AccessLogFormat.custom(JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    sourceIp: '$context.identity.sourceIp',
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
