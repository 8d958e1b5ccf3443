import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restGatewayReplies, restIntegrationReplies } from '../../../src/ingestion/mapping/reply-mapping';
import { BODY_TYPES, httpApiParameters, restRequestTemplate } from '../../../src/ingestion/mapping/request-mapping';
import type { TemplateBody } from '../../../src/local/template/stack-template';
import { ROUTES } from '../../../src/wire/routes';

export type Resources = NonNullable<TemplateBody['Resources']>;

const folders: string[] = [];

/** Writes a cloud assembly as `cdk synth` does, with a template per stack. */
export function writeAssembly(stacks: Record<string, TemplateBody>, more: { folder?: string; artifacts?: Record<string, unknown> } = {}): string {
  const folder = more.folder ?? newFolder();
  mkdirSync(join(folder, 'asset.code'), { recursive: true });
  for (const [name, template] of Object.entries(stacks)) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
  }

  const artifacts = Object.fromEntries(Object.keys(stacks).map(name =>
    [name, { type: 'aws:cloudformation:stack', displayName: `App/${name}`, properties: { templateFile: `${name}.template.json` } }]));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { ...artifacts, ...more.artifacts } }));
  return folder;
}

/** Makes a folder that {@link removeFolders} removes. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true });
  }
}

/** Queue, dead-letter queue, mapping, function and bucket. */
export function processorResources(): Resources {
  return {
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 360,
        MessageRetentionPeriod: 600_000,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] }, maxReceiveCount: 5 },
      },
    },
    OtherQueue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 1 } },
    DeadLetterQueue: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    Archive: { Type: 'AWS::S3::Bucket' },
    OtherMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['OtherQueue', 'Arn'] }, FunctionName: { Ref: 'OtherFunction' } },
    },
    OtherFunction: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'other.handler', Runtime: 'nodejs22.x', Code: { ZipFile: '' } } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        FunctionName: { Ref: 'Alias' },
        BatchSize: 1000,
        MaximumBatchingWindowInSeconds: 60,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 20 },
      },
    },
    Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Processor' }, Name: 'live' } },
    Processor: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'aws:asset:path': 'asset.code' },
      Properties: {
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Timeout: 60,
        MemorySize: 4096,
        Code: { S3Bucket: 'assets', S3Key: 'prefix/code.zip' },
        Environment: { Variables: { BUCKET: { Ref: 'Archive' }, QUEUE_URL: { Ref: 'Queue' }, QUEUE_NAME: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } },
        CapacityProviderConfig: {
          LambdaManagedInstancesCapacityProviderConfig: { PerExecutionEnvironmentMaxConcurrency: 16, ExecutionEnvironmentMemoryGiBPerVCpu: 4 },
        },
      },
    },
  };
}

/** A REST API with the mappings of this library, in front of the processor. */
export function restTemplate({ stage = {}, resources = {} }: { stage?: object; resources?: Resources } = {}): TemplateBody {
  const integration = {
    Type: 'AWS',
    Uri: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':sqs:path/', { Ref: 'AWS::AccountId' }, '/', { 'Fn::GetAtt': ['Queue', 'QueueName'] }]] },
    PassthroughBehavior: 'NEVER',
    RequestParameters: { 'integration.request.header.Content-Type': '\'application/x-www-form-urlencoded\'' },
    RequestTemplates: Object.fromEntries(BODY_TYPES.map(type => [type, restRequestTemplate({ authorization: true })])),
    IntegrationResponses: restIntegrationReplies().map(reply => ({
      SelectionPattern: reply.selectionPattern,
      StatusCode: reply.statusCode,
      ResponseTemplates: reply.responseTemplates,
      ResponseParameters: reply.responseParameters,
    })),
  };
  const method = (resource: string) => ({
    Type: 'AWS::ApiGateway::Method',
    Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: resource }, HttpMethod: 'POST', AuthorizationType: 'NONE', Integration: integration },
  });
  const resource = (parent: unknown, part: string) =>
    ({ Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part } });
  const root = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
  const replies = restGatewayReplies().map(({ type, statusCode, headers, template }) => [`Reply${type.replaceAll('_', '')}`, {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResponseType: type,
      StatusCode: statusCode,
      ResponseTemplates: { 'application/json': template },
      ResponseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value])),
    },
  }]);

  return {
    Resources: {
      ...processorResources(),
      WebsiteApi: { Type: 'AWS::ApiGateway::RestApi' },
      Api: { Type: 'AWS::ApiGateway::RestApi' },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', ...stage } },
      Events: resource(root, 'events'),
      V1: resource(root, 'v1'),
      Call: resource({ Ref: 'V1' }, '{call}'),
      EventsPost: method('Events'),
      CallPost: method('Call'),
      ...Object.fromEntries(replies),
      ...resources,
    },
  };
}

/** An HTTP API with the mappings of this library, in front of the processor. */
export function httpTemplate({ api = {}, stage = {}, resources = {} }: { api?: object; stage?: object; resources?: Resources } = {}): TemplateBody {
  const { QueueUrl, ...parameters } = httpApiParameters('the queue');
  const routes = ROUTES.map((path, index) => [`Route${index}`, {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: { Ref: 'Api' }, RouteKey: `POST ${path}`, Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'SendMessage' }]] } },
  }]);

  return {
    Resources: {
      ...processorResources(),
      WebsiteApi: { Type: 'AWS::ApiGatewayV2::Api' },
      WebsiteRoute: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'WebsiteApi' }, RouteKey: 'GET /' } },
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: api as Record<string, unknown> },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', ...stage } },
      SendMessage: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { ApiId: { Ref: 'Api' }, IntegrationSubtype: 'SQS-SendMessage', RequestParameters: { ...parameters, QueueUrl: { Ref: 'Queue' } } },
      },
      ...Object.fromEntries(routes),
      ...resources,
    },
  };
}
