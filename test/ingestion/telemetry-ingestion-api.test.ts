import { Duration } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { IngestionAuth, IngestionDoor, TelemetryIngestionApi, TelemetryIngestionApiOptions } from '../../src';
import { OTHER_ROUTES, ROUTES } from '../../src/wire/routes';
import { restMethods } from '../fixtures/rest-methods';
import { stackForTest, templateOf } from '../fixtures/synthesized';

function ingestion(options: TelemetryIngestionApiOptions = {}, stack = stackForTest()) {
  const queue = new sqs.Queue(stack, 'Queue');
  return { stack, queue, api: new TelemetryIngestionApi(stack, 'Ingestion', { queue, ...options }) };
}

describe('as a REST API, the default', () => {
  const { stack, queue } = ingestion();
  const template = templateOf(stack);

  test('hands a POST to SQS without compute in between', () => {
    template.resourceCountIs('AWS::Lambda::Function', 0);
    template.allResourcesProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'POST',
      Integration: {
        Type: 'AWS',
        IntegrationHttpMethod: 'POST',
        PassthroughBehavior: 'NEVER',
        RequestParameters: { 'integration.request.header.Content-Type': '\'application/x-www-form-urlencoded\'' },
        Uri: { 'Fn::Join': ['', Match.arrayWith([stack.resolve(queue.queueName)])] },
      },
    });
  });

  test('takes POST on the routes of its contracts and below /v1, and no other method anywhere', () => {
    expect(restMethods(template).map(({ method, path }) => `${method} ${path}`).sort())
      .toEqual([...OTHER_ROUTES, '/v1/{call}'].map(route => `POST ${route}`).sort());
  });

  test('asks for a signature', () => {
    template.allResourcesProperties('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' });
  });

  test('throttles', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [Match.objectLike({ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 })],
    });
  });

  test('logs each request for a month, without bodies', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      AccessLogSetting: { Format: Match.stringLikeRegexp('"sqsStatus":"\\$context.integration.status"') },
      MethodSettings: [Match.objectLike({ DataTraceEnabled: false, LoggingLevel: 'ERROR' })],
    });
  });

  test('may send to that queue and do nothing else', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: stack.resolve(queue.queueArn) }] },
    });
    template.resourceCountIs('AWS::IAM::Policy', 1);
  });

  test('leaves the account-wide log role alone and says that it must be set', () => {
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
    Annotations.fromStack(stack).hasInfo('*', Match.stringLikeRegexp('cloudWatchRole: true'));
  });

  test('answers 200 for nothing but a stored request', () => {
    const methods = Object.values(template.findResources('AWS::ApiGateway::Method'));
    const replies = methods.flatMap(({ Properties }) => Properties.Integration.IntegrationResponses);

    expect(replies.filter(({ StatusCode }) => StatusCode === '200').map(({ SelectionPattern }) => SelectionPattern)).toEqual(methods.map(() => '200'));
    expect(replies.filter(({ SelectionPattern }) => SelectionPattern === undefined).map(({ StatusCode }) => StatusCode)).toEqual(methods.map(() => '503'));
  });
});

describe('as an HTTP API', () => {
  const { stack, queue } = ingestion({ door: IngestionDoor.httpApi() });
  const template = templateOf(stack);

  test('has the same routes, POST only, through one integration', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey);

    expect(routes.sort()).toEqual(ROUTES.map(route => `POST ${route}`).sort());
    template.resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
  });

  test('sends the whole body, not a field of it', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationSubtype: 'SQS-SendMessage',
      RequestParameters: Match.objectLike({ MessageBody: '$request.body', QueueUrl: stack.resolve(queue.queueUrl) }),
    });
  });

  test('asks for a signature, throttles and logs', () => {
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'AWS_IAM' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('routeKey') },
    });
  });

  test('may send to that queue and do nothing else', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: stack.resolve(queue.queueArn) }] },
    });
  });
});

const doors = [
  { name: 'REST API', door: IngestionDoor.restApi(), method: 'AWS::ApiGateway::Method' },
  { name: 'HTTP API', door: IngestionDoor.httpApi(), method: 'AWS::ApiGatewayV2::Route' },
];

test.each(doors)('a $name lets anybody in only when that is written out', ({ door, method }) => {
  const { stack } = ingestion({ door, authorization: IngestionAuth.none() });

  templateOf(stack).allResourcesProperties(method, { AuthorizationType: 'NONE' });
});

test.each(doors)('a $name in front of a queue with a customer\'s key may use the key to send', ({ door }) => {
  const stack = stackForTest();
  const encryptionMasterKey = new kms.Key(stack, 'Key');
  const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey });

  new TelemetryIngestionApi(stack, 'Ingestion', { queue, door });

  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: stack.resolve(queue.queueArn) },
        { Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Effect: 'Allow', Resource: stack.resolve(encryptionMasterKey.keyArn) },
      ],
    },
  });
});

test.each(doors)('a $name grants POST and no other method', ({ door }) => {
  const { stack, api } = ingestion({ door });

  api.grantPost(new iam.Role(stack, 'Sender', { assumedBy: new iam.AccountRootPrincipal() }));

  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{
        Action: 'execute-api:Invoke', Effect: 'Allow', Resource: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/(prod|\\$default)/POST/\\*')])] },
      }],
    },
  });
});

test.each([
  { name: 'REST API', door: IngestionDoor.restApi(), clientErrors: '4XXError', serverErrors: '5XXError', dimensions: { ApiName: expect.stringMatching(/^Test-/), Stage: 'prod' } },
  { name: 'HTTP API', door: IngestionDoor.httpApi(), clientErrors: '4xx', serverErrors: '5xx', dimensions: { ApiId: expect.anything(), Stage: '$default' } },
])('a $name is measured under the names that AWS publishes for it', ({ door, clientErrors, serverErrors, dimensions }) => {
  const { api } = ingestion({ door });

  expect(api.metricCount()).toMatchObject({ namespace: 'AWS/ApiGateway', metricName: 'Count', statistic: 'SampleCount', dimensions });
  expect(api.metricClientError()).toMatchObject({ metricName: clientErrors, statistic: 'Sum' });
  expect(api.metricServerError()).toMatchObject({ metricName: serverErrors, statistic: 'Sum' });
  expect(api.metricLatency({ period: Duration.minutes(1) })).toMatchObject({ metricName: 'Latency', period: Duration.minutes(1) });
});

test('REST APIs have names of their own, since CloudWatch counts those of one name together', () => {
  const stack = stackForTest();
  const [web, mobile] = ['Web', 'Mobile'].map(id =>
    new TelemetryIngestionApi(new Construct(stack, id), 'Ingestion', { queue: new sqs.Queue(stack, `${id}Queue`) }));

  expect(web.metricCount().dimensions).not.toEqual(mobile.metricCount().dimensions);
});

test('sets the account-wide log role where it is told to, and then says nothing', () => {
  const { stack } = ingestion({ door: IngestionDoor.restApi({ cloudWatchRole: true }) });

  templateOf(stack).resourceCountIs('AWS::ApiGateway::Account', 1);
  Annotations.fromStack(stack).hasNoInfo('*', Match.anyValue());
});

test('takes the stage name, the throttle and the retention that it is given', () => {
  const { stack } = ingestion({
    door: IngestionDoor.restApi({ stageName: 'collect' }), throttlingRateLimit: 5, throttlingBurstLimit: 7, logRetention: logs.RetentionDays.ONE_DAY,
  });

  templateOf(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    StageName: 'collect', MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 })],
  });
  templateOf(stack).allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 1 });
});

test.each([
  { rule: 'IngestionThrottleRate', props: { throttlingRateLimit: 0 }, message: 'throttlingRateLimit must be at least 1 request a second, got 0' },
  { rule: 'IngestionThrottleBurst', props: { throttlingBurstLimit: 0 }, message: 'throttlingBurstLimit must be at least 1 request, got 0' },
])('$rule refuses a throttle that lets nothing through', ({ rule, props, message }) => {
  expect(() => ingestion(props)).toThrow(`Test/Ingestion cannot be deployed:\n  - ${message} [${rule}]`);
});
