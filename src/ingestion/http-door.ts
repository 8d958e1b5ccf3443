import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log';
import type { DoorWiring, OpenDoor } from './ingestion-door';
import { httpApiParameters } from './request-mapping';
import { sendingRole } from './sending-role';
import { ROUTES } from '../wire/routes';

/** Builds an HTTP API whose routes hand the request to SQS. */
export function openHttpDoor(scope: Construct, wiring: DoorWiring): OpenDoor {
  const api = new apigatewayv2.HttpApi(scope, 'HttpApi', {
    description: 'Takes telemetry and stores it in SQS',
    createDefaultStage: false,
  });
  const stage = new apigatewayv2.HttpStage(scope, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: wiring.throttlingRateLimit, burstLimit: wiring.throttlingBurstLimit },
    detailedMetricsEnabled: true,
    accessLogSettings: {
      destination: new apigatewayv2.LogGroupLogDestination(wiring.accessLogGroup),
      format: accessLogFormat('$context.routeKey', '$context.integrationErrorMessage'),
    },
  });

  // A route for each path: the route's key is then a word of ours, and a path that nobody serves is refused.
  const integration = new SendMessage(wiring.queue);
  for (const path of ROUTES) {
    api.addRoutes({ path, methods: [apigatewayv2.HttpMethod.POST], integration, authorizer: wiring.authorization._forHttpRoute() });
  }

  return {
    url: stage.url,
    httpApi: api,
    grantPost: grantee => iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [api.arnForExecuteApi('POST', '/*', '$default')],
    }),
    metricNames: { clientErrors: '4xx', serverErrors: '5xx' },
    metricDimensions: { ApiId: api.apiId, Stage: '$default' },
  };
}

/** As `HttpSqsIntegration`, with the permissions that a queue with a customer's key needs. */
class SendMessage extends apigatewayv2.HttpRouteIntegration {
  constructor(private readonly queue: sqs.IQueue) {
    super('SendMessage');
  }

  public bind({ scope }: apigatewayv2.HttpRouteIntegrationBindOptions): apigatewayv2.HttpRouteIntegrationConfig {
    const parameters = Object.entries(httpApiParameters(this.queue.queueUrl));

    return {
      type: apigatewayv2.HttpIntegrationType.AWS_PROXY,
      subtype: apigatewayv2.HttpIntegrationSubtype.SQS_SEND_MESSAGE,
      credentials: apigatewayv2.IntegrationCredentials.fromRole(sendingRole(scope, 'Role', this.queue)),
      connectionType: apigatewayv2.HttpConnectionType.INTERNET,
      payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_1_0,
      parameterMapping: parameters.reduce(
        (mapping, [name, value]) => mapping.custom(name, value), new apigatewayv2.ParameterMapping(),
      ),
    };
  }
}
