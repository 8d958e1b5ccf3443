import { Annotations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log';
import type { DoorWiring, OpenDoor, RestDoorOptions } from './ingestion-door';
import { REST_REPLY_STATUSES, restGatewayReplies, restIntegrationReplies } from './reply-mapping';
import { BODY_TYPES, CALL_PARAMETER, restRequestTemplate } from './request-mapping';
import { sendingRole } from './sending-role';
import { acknowledge } from '../private/acknowledge';
import { removableLogGroup } from '../private/log-group';
import { OTHER_ROUTES, SEGMENT_ROOT } from '../wire/routes';

/** Builds a REST API whose methods hand the request to SQS. */
export function openRestDoor(scope: Construct, wiring: DoorWiring, options: RestDoorOptions): OpenDoor {
  const stageName = options.stageName ?? 'prod';

  const api = new apigateway.RestApi(scope, 'RestApi', {
    description: 'Takes telemetry and stores it in SQS',
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    cloudWatchRole: options.cloudWatchRole ?? false,
    deployOptions: {
      stageName,
      throttlingRateLimit: wiring.throttlingRateLimit,
      throttlingBurstLimit: wiring.throttlingBurstLimit,
      accessLogDestination: new apigateway.LogGroupLogDestination(wiring.accessLogGroup),
      accessLogFormat: accessLogFormat('$context.resourcePath', '$context.error.responseType'),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      dataTraceEnabled: false, // bodies and keys stay out of the log
      metricsEnabled: true,
    },
  });
  // API Gateway itself would make this group, and keep it for ever.
  const executionLogs = removableLogGroup(scope, 'ExecutionLogs', { retention: wiring.logRetention }, `API-Gateway-Execution-Logs_${api.restApiId}/${stageName}`);
  api.deploymentStage.node.addDependency(executionLogs);
  noteAccountRole(scope, options);
  acknowledge(api, 'AwsSolutions-COG4', 'Client devices have no Cognito user; who may send is set by IngestionAuth, IAM by default');
  acknowledge(api, 'AwsSolutions-APIG3', 'A web ACL has its own price for each request; it can be associated with the stage where it is wanted');

  for (const { type, statusCode, headers, template } of restGatewayReplies()) {
    api.addGatewayResponse(`Reply-${type}`, {
      type: apigateway.ResponseType.of(type),
      statusCode,
      responseHeaders: headers,
      templates: { 'application/json': template },
    });
  }

  // Attached to every method, so that a model for a content type is all it takes to refuse bodies at the door.
  const requestValidator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
  const integration = sendMessage(scope, wiring);
  for (const path of [...OTHER_ROUTES, `${SEGMENT_ROOT}/{${CALL_PARAMETER}}`]) {
    api.root.resourceForPath(path).addMethod('POST', integration, {
      ...wiring.authorization._forRestMethod(),
      requestValidator,
      methodResponses: REST_REPLY_STATUSES.map(status => ({
        statusCode: status,
        responseParameters: { 'method.response.header.Retry-After': true },
      })),
    });
  }

  return {
    url: api.url,
    restApi: api,
    grantPost: grantee => iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [api.arnForExecuteApi('POST', '/*', stageName)],
    }),
    metricNames: { clientErrors: '4XXError', serverErrors: '5XXError' },
    metricDimensions: { ApiName: api.restApiName, Stage: stageName },
  };
}

function sendMessage(scope: Construct, { queue }: DoorWiring): apigateway.AwsIntegration {
  return new apigateway.AwsIntegration({
    service: 'sqs',
    path: `${queue.env.account}/${queue.queueName}`,
    region: queue.env.region,
    integrationHttpMethod: 'POST',
    options: {
      credentialsRole: sendingRole(scope, 'Role', queue),
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': '\'application/x-www-form-urlencoded\'' },
      requestTemplates: Object.fromEntries(BODY_TYPES.map(type => [type, restRequestTemplate()])),
      integrationResponses: restIntegrationReplies(),
    },
  });
}

function noteAccountRole(scope: Construct, options: RestDoorOptions): void {
  if (options.cloudWatchRole === undefined) {
    Annotations.of(scope).addInfo('API Gateway writes logs only where its account-wide role is set (`aws apigateway get-account` shows '
      + 'cloudwatchRoleArn); if it is not, this stack fails to deploy: set IngestionDoor.restApi({ cloudWatchRole: true }) in one app of '
      + 'the account and region, and false in the others');
  }
}
