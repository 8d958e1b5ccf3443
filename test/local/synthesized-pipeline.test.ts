import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpTemplate, newFolder, processorResources, removeFolders, restTemplate, writeAssembly, type Resources } from './template/assembly';
import { readSynthesizedPipeline } from '../../src/local/synthesized-pipeline';
import { ROUTES } from '../../src/wire/routes';

afterEach(removeFolders);

describe('what is read', () => {
  test('the queue, the mapping and the function are those that the API leads to, not the first of their kind', () => {
    const pipeline = readSynthesizedPipeline(writeAssembly({ Telemetry: restTemplate() }));

    expect(pipeline.queue).toEqual({
      name: 'Queue',
      visibilityTimeoutSeconds: 360,
      retentionSeconds: 600_000,
      maximumMessageBytes: 1_048_576,
      delaySeconds: 0,
      receiveWaitSeconds: 0,
      redrive: { deadLetterQueue: 'DeadLetterQueue', maxReceiveCount: 5 },
    });
    expect(pipeline.deadLetterQueue).toMatchObject({ name: 'DeadLetterQueue', retentionSeconds: 1_209_600, visibilityTimeoutSeconds: 30 });
    expect(pipeline.mapping).toEqual({ batchSize: 1000, maximumBatchingWindowSeconds: 60, reportBatchItemFailures: true, maximumConcurrency: 20 });
    expect(pipeline.function).toMatchObject({
      name: 'Processor',
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      timeoutSeconds: 60,
      memoryMiB: 4096,
      managedInstances: { maxConcurrencyPerEnvironment: 16, memoryGiBPerVCpu: 4 },
    });
    expect(pipeline.buckets).toEqual(['archive']);
  });

  test('the environment has the addresses of the queue server that runs', () => {
    const pipeline = readSynthesizedPipeline(writeAssembly({ Telemetry: restTemplate() }));

    expect(pipeline.function.environment(name => `http://127.0.0.1:9324/000000000000/${name}`)).toEqual({
      BUCKET: 'archive',
      QUEUE_URL: 'http://127.0.0.1:9324/000000000000/Queue',
      QUEUE_NAME: 'Queue',
    });
  });

  test('a REST API has its methods with their full paths and the throttle of the stage', () => {
    const throttle = { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 };
    const own = { HttpMethod: 'POST', ResourcePath: '/~1v1~1{call}', ThrottlingRateLimit: 7, ThrottlingBurstLimit: 3 };
    const { door } = readSynthesizedPipeline(writeAssembly({ Telemetry: restTemplate({ stage: { MethodSettings: [throttle, own] } }) }));

    expect(door).toMatchObject({
      kind: 'rest',
      stageName: 'prod',
      methods: [
        { httpMethod: 'POST', path: '/events', throttle: { ratePerSecond: 100, burst: 50 }, integration: { queueName: 'Queue' } },
        { httpMethod: 'POST', path: '/v1/{call}', throttle: { ratePerSecond: 7, burst: 3 }, integration: { queueName: 'Queue' } },
      ],
    });
  });

  test('an HTTP API has its routes with the throttle of the stage', () => {
    const stage = {
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 },
      RouteSettings: { 'POST /events': { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 3 } },
    };
    const { door } = readSynthesizedPipeline(writeAssembly({ Telemetry: httpTemplate({ stage }) }));

    expect(door.kind === 'http' && door.routes.map(({ routeKey }) => routeKey)).toEqual(ROUTES.map(route => `POST ${route}`));
    expect(door.kind === 'http' && door.routes.slice(0, 2).map(({ throttle }) => throttle?.burst)).toEqual([3, 50]);
  });

  test('settings that the template leaves out are those of the service', () => {
    const template = restTemplate({
      resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Processor' } } },
        Processor: {
          Type: 'AWS::Lambda::Function',
          Metadata: { 'aws:asset:path': 'asset.code' },
          Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x' },
        },
      },
    });

    const pipeline = readSynthesizedPipeline(writeAssembly({ Telemetry: template }));

    expect(pipeline.deadLetterQueue).toBeUndefined();
    expect(pipeline.mapping).toEqual({ batchSize: 10, maximumBatchingWindowSeconds: 0, reportBatchItemFailures: false });
    expect(pipeline.function).toMatchObject({ timeoutSeconds: 3, memoryMiB: 128, managedInstances: undefined });
    expect(pipeline.function.environment(String)).toEqual({});
  });

  test('a dead-letter queue of another stack gets the settings of a new queue', () => {
    const policy = { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:Shared', maxReceiveCount: 3 };
    const template = restTemplate({ resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: policy } } } });

    const { deadLetterQueue } = readSynthesizedPipeline(writeAssembly({ Telemetry: template }));

    expect(deadLetterQueue).toMatchObject({ name: 'Shared', visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 });
  });
});

describe('code of the function', () => {
  const withoutMetadata = () => {
    const { Processor } = processorResources();
    return restTemplate({ resources: { Processor: { ...Processor, Metadata: undefined } } });
  };

  test('is found by the path in the metadata', () => {
    const folder = writeAssembly({ Telemetry: restTemplate() });

    expect(readSynthesizedPipeline(folder).function.codeFolder).toBe(join(folder, 'asset.code'));
  });

  test('is found by its object key when the app was synthesized without the command line of the CDK', () => {
    const folder = writeAssembly({ Telemetry: withoutMetadata() }, { artifacts: { assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } } } });
    const destinations = { here: { objectKey: 'prefix/code.zip' } };
    writeFileSync(join(folder, 'assets.json'), JSON.stringify({ files: { code: { source: { path: 'asset.code' }, destinations }, tool: { source: {}, destinations: {} } } }));

    expect(readSynthesizedPipeline(folder).function.codeFolder).toBe(join(folder, 'asset.code'));
  });

  test('that is gone is reported with its folder', () => {
    const folder = writeAssembly({ Telemetry: restTemplate() });
    rmSync(join(folder, 'asset.code'), { recursive: true });

    expect(() => readSynthesizedPipeline(folder)).toThrow(`the code of Processor must be in ${join(folder, 'asset.code')}, got nothing there; run \`cdk synth\` again`);
  });

  test('that is no asset is reported', () => {
    expect(() => readSynthesizedPipeline(writeAssembly({ Telemetry: withoutMetadata() })))
      .toThrow('Processor must take its code from an asset of the app, got {"S3Bucket":"assets","S3Key":"prefix/code.zip"}');
  });
});

describe('which pipeline', () => {
  const two = () => writeAssembly({ Blue: restTemplate(), Green: httpTemplate() });

  test.each(['Green', 'App/Green'])('is chosen by %s', stackName => {
    expect(readSynthesizedPipeline(two(), { stackName }).stackName).toBe('Green');
  });

  test('must be said when several stacks have one', () => {
    expect(() => readSynthesizedPipeline(two())).toThrow(/must have one API that sends to SQS, got Api in Blue, Api in Green; name a stack that has just one with --stack$/);
  });

  test('is found in the assembly of a stage', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'assembly-Prod'));
    writeAssembly({ Telemetry: restTemplate() }, { folder: join(folder, 'assembly-Prod') });
    writeAssembly({}, { folder, artifacts: { 'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } }, 'Tree': { type: 'cdk:tree' } } });

    expect(readSynthesizedPipeline(folder).templateFile).toBe(join(folder, 'assembly-Prod', 'Telemetry.template.json'));
  });

  test('is named by the stack name when that differs from the artifact id', () => {
    const folder = writeAssembly({});
    writeFileSync(join(folder, 'X.json'), JSON.stringify(restTemplate()));
    writeAssembly({}, { folder, artifacts: { X: { type: 'aws:cloudformation:stack', properties: { templateFile: 'X.json', stackName: 'telemetry-prod' } } } });

    expect(readSynthesizedPipeline(folder, { stackName: 'X' }).stackName).toBe('telemetry-prod');
  });
});

describe('what is missing is said', () => {
  test('a folder that no app was synthesized into', () => {
    expect(() => readSynthesizedPipeline('nowhere')).toThrow('nowhere must be the output folder of a CDK app, got no manifest.json in it; run `cdk synth` first');
  });

  test('an app without pipeline', () => {
    const folder = writeAssembly({ Website: {} });

    expect(() => readSynthesizedPipeline(folder)).toThrow(`${folder} must have an API that sends to SQS, got none in Website; run \`cdk synth\` after changes to the app`);
    expect(() => readSynthesizedPipeline(folder, { stackName: 'Other' })).toThrow(`stack Other of ${folder} must have an API that sends to SQS`);
    expect(() => readSynthesizedPipeline(writeAssembly({}))).toThrow('got none in no stack');
  });

  test.each<{ what: string; resources: Resources; message: string | RegExp }>([
    { what: 'no mapping', resources: { Mapping: { Type: 'AWS::CloudFormation::WaitConditionHandle' } }, message: /must have one AWS::Lambda::EventSourceMapping that reads from Queue, got none$/ },
    { what: 'two mappings', resources: { Again: processorResources().Mapping }, message: /reads from Queue, got Mapping, Again$/ },
    {
      what: 'the function of another stack',
      resources: { Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: 'Elsewhere', Name: 'live' } } },
      message: /must have the AWS::Lambda::Function that Mapping invokes, got none named Elsewhere$/,
    },
    { what: 'no stage', resources: { Stage: { Type: 'AWS::CloudFormation::WaitConditionHandle' } }, message: 'Api (AWS::ApiGateway::RestApi) must have an AWS::ApiGateway::Stage, got none' },
    {
      what: 'a method without path',
      resources: { Call: { Type: 'AWS::ApiGateway::Resource', Properties: { ParentId: { Ref: 'V1' } } } },
      message: 'Call (AWS::ApiGateway::Resource) must have PathPart, got none',
    },
  ])('$what', ({ resources, message }) => {
    expect(() => readSynthesizedPipeline(writeAssembly({ Telemetry: restTemplate({ resources }) }))).toThrow(message);
  });

  test('an HTTP API without stage', () => {
    const template = httpTemplate({ resources: { Stage: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } });

    expect(() => readSynthesizedPipeline(writeAssembly({ Telemetry: template }))).toThrow('Api (AWS::ApiGatewayV2::Api) must have an AWS::ApiGatewayV2::Stage, got none');
  });

  test('one queue to send to', () => {
    const integration = { Type: 'AWS', Uri: 'arn:aws:apigateway:us-east-1:sqs:path/000000000000/OtherQueue' };
    const other = {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'V1' }, HttpMethod: 'PUT', Integration: integration },
    };

    expect(() => readSynthesizedPipeline(writeAssembly({ Telemetry: restTemplate({ resources: { Other: other } }) })))
      .toThrow('Api must send to one queue, got Queue, OtherQueue');
  });
});
