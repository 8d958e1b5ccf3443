import { join } from 'path';
import { Aws, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addDeduplicatedView, addTable, EVENTS_TABLE, QUARANTINE_TABLE } from '../src/archive/archive-tables';
import { ReplyMapping, restGatewayReplies, restIntegrationReplies, restReplyStatuses } from '../src/ingestion/mapping/reply-mapping';
import { BODY_TYPES, restRequestTemplate } from '../src/ingestion/mapping/request-mapping';
import { OTHER_ROUTES, SNOWPLOW_ROUTE } from '../src/wire/routes';

/**
 * The resources of the default pipeline, written with the constructs of aws-cdk-lib alone: what a team would write by
 * hand, and the peer that construct and synth time are held against. Texts of mappings and table definitions are data, and
 * the same.
 */
export function handWrittenPipeline(stack: Stack): void {
  const queue = queues(stack);
  endpoint(stack, queue);
  const bucket = archive(stack);
  processor(stack, queue, bucket);
}

function queues(scope: Construct): sqs.Queue {
  const deadLetterQueue = new sqs.Queue(scope, 'DeadLetterQueue', {
    enforceSSL: true,
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: { sourceQueues: [sqs.Queue.fromQueueArn(scope, 'Source', `arn:aws:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:telemetry`)] },
  });
  return new sqs.Queue(scope, 'Queue', {
    queueName: 'telemetry',
    enforceSSL: true,
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(4),
    visibilityTimeout: Duration.seconds(370),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
  });
}

function endpoint(scope: Construct, queue: sqs.Queue): void {
  const accessLog = logGroup(scope, 'AccessLogs');
  const api = new apigateway.RestApi(scope, 'RestApi', {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    cloudWatchRole: false,
    deployOptions: {
      throttlingRateLimit: 1_000,
      throttlingBurstLimit: 2_000,
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      metricsEnabled: true,
    },
  });
  api.deploymentStage.node.addDependency(logGroup(scope, 'ExecutionLogs'));
  for (const { type, statusCode, headers, template } of restGatewayReplies()) {
    const templates = { 'application/json': template };
    api.addGatewayResponse(`Reply-${type}`, { type: apigateway.ResponseType.of(type), statusCode, responseHeaders: headers, templates });
  }
  const requestValidator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
  const role = new iam.Role(scope, 'ApiRole', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  queue.grant(role, 'sqs:SendMessage');
  const integration = (replies: ReplyMapping) => new apigateway.AwsIntegration({
    service: 'sqs',
    path: `${Aws.ACCOUNT_ID}/${queue.queueName}`,
    options: {
      credentialsRole: role,
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': '\'application/x-www-form-urlencoded\'' },
      requestTemplates: Object.fromEntries(BODY_TYPES.map(type => [type, restRequestTemplate({ authorization: false })])),
      integrationResponses: restIntegrationReplies(replies),
    },
  });
  for (const path of [...OTHER_ROUTES, '/v1/{call}']) {
    const replies = path === SNOWPLOW_ROUTE ? { tooLargeStatus: 422 } : {};
    api.root.resourceForPath(path).addMethod('POST', integration(replies), {
      authorizationType: apigateway.AuthorizationType.IAM,
      requestValidator,
      methodResponses: restReplyStatuses(replies).map(statusCode => ({ statusCode, responseParameters: { 'method.response.header.Retry-After': true } })),
    });
  }
}

function archive(scope: Construct): s3.Bucket {
  const closed = { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true, encryption: s3.BucketEncryption.S3_MANAGED };
  const bucket = new s3.Bucket(scope, 'Bucket', {
    ...closed,
    serverAccessLogsBucket: new s3.Bucket(scope, 'BucketLogs', closed),
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
  });
  const database = new glue.CfnDatabase(scope, 'Database', { catalogId: Aws.ACCOUNT_ID, databaseInput: { name: 'telemetry' } });
  for (const name of [EVENTS_TABLE, QUARANTINE_TABLE] as const) {
    addTable(scope, name, { database, name, bucketName: bucket.bucketName });
  }
  addDeduplicatedView(scope, 'View', database);
  return bucket;
}

function processor(scope: Construct, queue: sqs.Queue, bucket: s3.Bucket): void {
  const vpc = new ec2.Vpc(scope, 'Vpc', {
    availabilityZones: [0, 1, 2].map(index => Fn.select(index, Fn.getAzs())),
    natGateways: 0,
    subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 20 }],
    restrictDefaultSecurityGroup: false,
  });
  vpc.addFlowLog('FlowLog', {
    trafficType: ec2.FlowLogTrafficType.REJECT,
    destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup(scope, 'FlowLogs')),
  });
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, allowAllOutbound: false });
  securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS);
  const s3Endpoint = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  const logsEndpoint = vpc.addInterfaceEndpoint('Logs', { service: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, open: false });
  logsEndpoint.connections.allowDefaultPortFrom(ec2.Peer.securityGroupId(securityGroup.securityGroupId));

  const provider = new lambda.CapacityProvider(scope, 'CapacityProvider', {
    subnets: vpc.isolatedSubnets,
    securityGroups: [securityGroup],
    architectures: [lambda.Architecture.ARM_64],
    maxVCpuCount: 40,
    scalingOptions: lambda.ScalingOptions.auto(),
    logGroup: logGroup(scope, 'ProviderLogs'),
  });
  const functionLogs = logGroup(scope, 'FunctionLogs');
  const handler = new lambda.Function(scope, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(join(__dirname, '..', 'assets', 'processor', 'telemetry.lambda')),
    handler: 'index.handler',
    memorySize: 4_096,
    timeout: Duration.minutes(1),
    role: new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    logGroup: functionLogs,
    loggingFormat: lambda.LoggingFormat.JSON,
    environment: { TELEMETRY_ARCHIVE_BUCKET: bucket.bucketName },
  });
  functionLogs.grantWrite(handler);
  provider.addFunction(handler, {
    perExecutionEnvironmentMaxConcurrency: 16,
    executionEnvironmentMemoryGiBPerVCpu: 4,
    publishToLatestPublished: true,
  });
  handler.node.addDependency(s3Endpoint, logsEndpoint, vpc);
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects('events/*'), bucket.arnForObjects('quarantine/*')],
    principals: [handler.grantPrincipal],
  }));
  queue.grantConsumeMessages(handler);
  new lambda.EventSourceMapping(scope, 'Mapping', {
    target: handler,
    eventSourceArn: queue.queueArn,
    batchSize: 10_000,
    maxBatchingWindow: Duration.seconds(10),
    reportBatchItemFailures: true,
  });
}

function logGroup(scope: Construct, id: string): logs.LogGroup {
  return new logs.LogGroup(scope, id, { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
}
