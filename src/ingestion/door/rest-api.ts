import { Annotations, Names } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log';
import { nameRestApi } from './domain-name';
import type { RestDoorOptions } from './door-options';
import type { DoorWiring } from './ingestion-door';
import { DEFAULT_STAGE, type StandingRestApi } from './rest-door';
import { acknowledge } from '../../private/acknowledge';
import { removableLogGroup } from '../../private/log-group';
import { browserReplies } from '../mapping/browser-replies';
import { restGatewayReplies } from '../mapping/reply-mapping';

/** Makes a REST API with its stage, logs, replies, and what stands before it; it has no routes yet. */
export function createRestApi(scope: Construct, wiring: DoorWiring, options: RestDoorOptions): StandingRestApi {
  const stageName = options.stageName ?? DEFAULT_STAGE;
  const accessLogGroup = removableLogGroup(scope, 'AccessLogs', wiring.logs);

  const api = new apigateway.RestApi(scope, 'RestApi', {
    restApiName: Names.uniqueResourceName(scope, { separator: '-', maxLength: 128 }), // CloudWatch would count APIs of one name together
    description: 'Takes telemetry and stores it in SQS',
    endpointConfiguration: {
      types: [options.privateEndpoints ? apigateway.EndpointType.PRIVATE : apigateway.EndpointType.REGIONAL],
      vpcEndpoints: options.privateEndpoints,
    },
    disableExecuteApiEndpoint: wiring.domain?.mutualTls && true, // else a client without certificate goes there
    cloudWatchRole: options.cloudWatchRole ?? false,
    deployOptions: {
      stageName,
      throttlingRateLimit: wiring.throttlingRateLimit,
      throttlingBurstLimit: wiring.throttlingBurstLimit,
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogGroup),
      accessLogFormat: accessLogFormat({ path: '$context.resourcePath', error: '$context.error.responseType' }, wiring.admission.keyId),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      dataTraceEnabled: false, // bodies and keys stay out of the log
      metricsEnabled: true,
    },
  });
  const stage = api.deploymentStage;
  // API Gateway itself would make this group, and keep it for ever.
  const executionLogs = removableLogGroup(scope, 'ExecutionLogs', wiring.logs, `API-Gateway-Execution-Logs_${api.restApiId}/${stageName}`);
  stage.node.addDependency(executionLogs);
  noteAccountRole(scope, options);

  addGatewayReplies(api, wiring);
  if (options.privateEndpoints) {
    admitOnlyFrom(options.privateEndpoints, api, wiring);
  }
  if (options.webAclArn !== undefined) {
    new wafv2.CfnWebACLAssociation(scope, 'WebAclAssociation', { resourceArn: stage.stageArn, webAclArn: options.webAclArn });
  }
  const url = wiring.domain ? nameRestApi(scope, stage, wiring.domain) : api.url;

  acknowledge(api, 'AwsSolutions-COG4', 'Client devices have no Cognito user; who may send is set by IngestionAuth, IAM by default');
  acknowledge(api, 'AwsSolutions-APIG3', 'A web ACL has its own price for each request; webAclArn puts the stage behind one where it is wanted');
  return { api, stage, stageName, url, accessLogGroup };
}

function addGatewayReplies(api: apigateway.RestApi, { cors }: DoorWiring): void {
  for (const { type, statusCode, headers, template } of restGatewayReplies(cors && browserReplies(cors))) {
    api.addGatewayResponse(`Reply-${type}`, {
      type: apigateway.ResponseType.of(type),
      statusCode,
      responseHeaders: headers,
      templates: { 'application/json': template },
    });
  }
}

/** Refuses requests from elsewhere. Of those that remain, the policy lets all in, unless it is IAM that decides. */
function admitOnlyFrom(endpoints: ec2.IVpcEndpoint[], api: apigateway.RestApi, { admission }: DoorWiring): void {
  if (!admission.signed) {
    api.grantInvokeFromVpcEndpointsOnly(endpoints);
    return;
  }
  api.addToResourcePolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
    conditions: { StringNotEquals: { 'aws:SourceVpce': endpoints.map(({ vpcEndpointId }) => vpcEndpointId) } },
  }));
}

function noteAccountRole(scope: Construct, options: RestDoorOptions): void {
  if (options.cloudWatchRole === undefined) {
    Annotations.of(scope).addInfo('API Gateway writes logs only where its account-wide role is set (`aws apigateway get-account` shows '
      + 'cloudwatchRoleArn); if it is not, this stack fails to deploy: set IngestionDoor.restApi({ cloudWatchRole: true }) in one app of '
      + 'the account and region, and false in the others');
  }
}
