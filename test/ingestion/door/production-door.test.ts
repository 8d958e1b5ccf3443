import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { IngestionAuth, IngestionDoor, TelemetryIngestionApi, TelemetryIngestionApiOptions } from '../../../src';
import { ROUTES } from '../../../src/wire/routes';
import { restMethods } from '../../fixtures/rest-methods';
import { stackForTest, templateOf } from '../../fixtures/synthesized';

function endpoint(options: TelemetryIngestionApiOptions, stack = stackForTest()) {
  const queue = new sqs.Queue(stack, 'Queue');
  const api = new TelemetryIngestionApi(stack, 'Ingestion', { queue, ...options });
  return { stack, api, template: templateOf(stack) };
}

const certificate = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111111111111:certificate/1');
const zone = (stack: Stack) => route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });

describe.each([
  { name: 'REST API', door: IngestionDoor.restApi(), domain: 'AWS::ApiGateway::DomainName', api: 'AWS::ApiGateway::RestApi' },
  { name: 'HTTP API', door: IngestionDoor.httpApi(), domain: 'AWS::ApiGatewayV2::DomainName', api: 'AWS::ApiGatewayV2::Api' },
])('a domain name of a $name', ({ door, domain, api: apiType }) => {
  test('is the address, with its base path, and has records for IPv4 and IPv6', () => {
    const stack = stackForTest();
    const { api, template } = endpoint({
      door, domain: { domainName: 'collect.example.com', certificate: certificate(stack), basePath: 'v2', hostedZone: zone(stack) },
    }, stack);

    expect(api.url).toBe('https://collect.example.com/v2/');
    template.hasResourceProperties(domain, { DomainName: 'collect.example.com' });
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiMappingKey: 'v2' });
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'collect.example.com.', Type, HostedZoneId: 'Z1' });
    }
    template.hasResourceProperties(apiType, { DisableExecuteApiEndpoint: Match.absent() });
  });

  test('needs neither a base path nor a zone', () => {
    const stack = stackForTest();
    const { api, template } = endpoint({ door, domain: { domainName: 'collect.example.com', certificate: certificate(stack) } }, stack);

    expect(api.url).toBe('https://collect.example.com/');
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
  });

  test('that asks clients for a certificate is the only way in', () => {
    const stack = stackForTest();
    const { template } = endpoint({
      door,
      domain: {
        domainName: 'collect.example.com',
        certificate: certificate(stack),
        mutualTls: { bucket: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'clients.pem', version: 'v1' },
      },
    }, stack);

    template.hasResourceProperties(domain, { MutualTlsAuthentication: { TruststoreUri: 's3://trust/clients.pem', TruststoreVersion: 'v1' } });
    template.hasResourceProperties(apiType, { DisableExecuteApiEndpoint: true });
  });
});

test('a web ACL stands before the stage', () => {
  const webAclArn = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/telemetry/1';
  const { template } = endpoint({ door: IngestionDoor.restApi({ webAclArn }) });

  template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
    WebACLArn: webAclArn, ResourceArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/stages/')])] },
  });
});

describe('a private endpoint', () => {
  const privateDoor = (stack: Stack) => IngestionDoor.restApi({
    privateEndpoints: [ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 })],
  });

  test('is reached through the VPC endpoints that are named, by anybody there when everybody may send', () => {
    const stack = stackForTest();
    const { template } = endpoint({ door: privateDoor(stack), authorization: IngestionAuth.none() }, stack);

    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] },
      Policy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } } }),
          Match.objectLike({ Effect: 'Allow', Principal: { AWS: '*' } }),
        ]),
      },
    });
  });

  test('leaves it to IAM who sends through them, when requests are signed', () => {
    const stack = stackForTest();
    const { template } = endpoint({ door: privateDoor(stack) }, stack);

    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      Policy: { Statement: [Match.objectLike({ Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } } })] },
    });
  });

  test('has no domain name', () => {
    const stack = stackForTest();
    const domain = { domainName: 'collect.example.com', certificate: certificate(stack) };

    expect(() => endpoint({ door: privateDoor(stack), domain }, stack)).toThrow('[IngestionPrivateDomain]');
  });
});

test.each([{ door: IngestionDoor.restApi(), groups: 2 }, { door: IngestionDoor.httpApi(), groups: 1 }])('logs are encrypted with a key that CloudWatch Logs may use', ({ door, groups }) => {
  const stack = stackForTest();
  const { template } = endpoint({ door, logEncryptionKey: new kms.Key(stack, 'Key') }, stack);

  expect(Object.keys(template.findResources('AWS::Logs::LogGroup', { Properties: { KmsKeyId: Match.anyValue() } }))).toHaveLength(groups);
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: { 'Fn::Join': ['', ['logs.', Match.anyValue(), '.amazonaws.com']] } } })]) },
  });
});

test('only the content types that are named are taken', () => {
  const { template } = endpoint({ door: IngestionDoor.restApi({ bodyTypes: ['application/json', 'text/csv'] }) });

  for (const { Properties: { Integration: integration } } of Object.values(template.findResources('AWS::ApiGateway::Method'))) {
    expect(Object.keys(integration.RequestTemplates)).toEqual(['application/json', 'text/csv']);
  }
});

test('Snowplow\'s trackers are told of a request that is too large in the way that they understand', () => {
  const { template } = endpoint({});
  const tooLarge = Object.values(template.findResources('AWS::ApiGateway::Method')).map(({ Properties: { Integration: integration } }) =>
    integration.IntegrationResponses.find(({ SelectionPattern }: { SelectionPattern?: string }) => SelectionPattern === '413').StatusCode);

  expect(tooLarge.filter(status => status === '422')).toHaveLength(1);
  expect(tooLarge.filter(status => status !== '422').every(status => status === '413')).toBe(true);
});

describe('an existing REST API', () => {
  function beside(options: TelemetryIngestionApiOptions = {}) {
    const stack = stackForTest();
    const restApi = new apigateway.RestApi(stack, 'Shop', { deployOptions: { stageName: 'live' } });
    restApi.root.addResource('orders').addMethod('GET', new apigateway.MockIntegration());
    return endpoint({ door: IngestionDoor.restApi({ restApi }), ...options }, stack);
  }

  test('keeps what it has and takes telemetry besides', () => {
    const { api, template } = beside();

    template.resourceCountIs('AWS::ApiGateway::RestApi', 1);
    template.resourceCountIs('AWS::ApiGateway::Stage', 1);
    template.resourceCountIs('AWS::ApiGateway::GatewayResponse', 0);
    expect(restMethods(template).map(({ method, path }) => `${method} ${path}`)).toEqual(expect.arrayContaining(['GET /orders', 'POST /events', 'POST /v1/{call}']));
    expect(api.accessLogGroup).toBeUndefined();
    expect(api.metricCount().dimensions).toEqual({ ApiName: 'Shop', Stage: expect.stringContaining('Token') });
  });

  test('is deployed anew with the routes', () => {
    const { template } = beside();
    const [deployment] = Object.values(template.findResources('AWS::ApiGateway::Deployment'));
    const methods = Object.keys(template.findResources('AWS::ApiGateway::Method'));

    expect(deployment.DependsOn).toEqual(expect.arrayContaining(methods));
  });

  test('can have API keys of its own stage', () => {
    beside({ authorization: IngestionAuth.apiKeys() }).template.resourceCountIs('AWS::ApiGateway::UsagePlan', 1);
  });

  test('of another app is told by its ids and its stage', () => {
    const stack = stackForTest();
    const restApi = apigateway.RestApi.fromRestApiAttributes(stack, 'Shop', { restApiId: 'abc123', rootResourceId: 'r00t' });
    const { api, template } = endpoint({ door: IngestionDoor.restApi({ restApi, stageName: 'live' }), authorization: IngestionAuth.apiKeys() }, stack);

    expect(stack.resolve(api.url)).toEqual({ 'Fn::Join': ['', ['https://abc123.execute-api.', expect.anything(), '.', expect.anything(), '/live/']] });
    template.allResourcesProperties('AWS::ApiGateway::Method', { RestApiId: 'abc123' });
    template.resourceCountIs('AWS::ApiGateway::UsagePlan', 0);
  });

  test('lets its owner decide on the throttle', () => {
    expect(() => beside({ throttlingRateLimit: 10 })).toThrow(
      'what the owner of an existing REST API decides must be left out, got throttlingRateLimit [IngestionExistingApi]');
  });
});

describe('an existing HTTP API', () => {
  test('gets the routes and keeps its stages', () => {
    const stack = stackForTest();
    const httpApi = new apigatewayv2.HttpApi(stack, 'Shop');
    const { api, template } = endpoint({ door: IngestionDoor.httpApi({ httpApi }) }, stack);

    template.resourceCountIs('AWS::ApiGatewayV2::Api', 1);
    template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
    template.resourceCountIs('AWS::ApiGatewayV2::Route', ROUTES.length);
    expect(api.accessLogGroup).toBeUndefined();
    expect(stack.resolve(api.url)).toEqual({ 'Fn::Join': ['', [stack.resolve(httpApi.apiEndpoint), '/']] });
  });

  test('answers preflights as its owner wants', () => {
    const stack = stackForTest();
    const door = IngestionDoor.httpApi({ httpApi: new apigatewayv2.HttpApi(stack, 'Shop') });

    expect(() => endpoint({ door, cors: { allowOrigins: ['*'] } }, stack)).toThrow('got cors [IngestionExistingApi]');
  });
});

describe('pages of other origins', () => {
  const cors = { allowOrigins: ['https://shop.example.com', 'https://www.example.com'], allowCredentials: true, maxAge: Duration.minutes(10) };

  test('may ask a REST API on every route, without credentials', () => {
    const { template } = endpoint({ cors });
    const methods = restMethods(template);

    expect(methods.filter(({ method }) => method === 'OPTIONS').map(({ path }) => path)).toEqual(methods.filter(({ method }) => method === 'POST').map(({ path }) => path));
    expect(methods.filter(({ method }) => method === 'OPTIONS').every(({ authorization }) => authorization === 'NONE')).toBe(true);
  });

  test('may read what API Gateway itself replies, whichever of them asks', () => {
    const { template } = endpoint({ cors });

    template.allResourcesProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseParameters: Match.objectLike({
        'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin',
        'gatewayresponse.header.Access-Control-Allow-Credentials': '\'true\'',
        'gatewayresponse.header.Access-Control-Expose-Headers': '\'Retry-After\'',
      }),
    });
  });

  test('may ask an HTTP API', () => {
    const { template } = endpoint({ cors, door: IngestionDoor.httpApi() });

    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: cors.allowOrigins,
        AllowCredentials: true,
        AllowMethods: ['POST'],
        MaxAge: 600,
        ExposeHeaders: ['Retry-After'],
        AllowHeaders: Match.arrayWith(['Authorization', 'Content-Type']),
      },
    });
  });

  test('are of no concern unless they are named', () => {
    const { template } = endpoint({});

    expect(restMethods(template).some(({ method }) => method === 'OPTIONS')).toBe(false);
    template.allResourcesProperties('AWS::ApiGateway::GatewayResponse', { ResponseParameters: Match.not(Match.objectLike({ 'gatewayresponse.header.Access-Control-Allow-Origin': Match.anyValue() })) });
  });

  test('may not all send as their visitors', () => {
    expect(() => endpoint({ cors: { allowOrigins: ['*'], allowCredentials: true } })).toThrow('[IngestionCorsCredentials]');
  });
});

test('nothing of this is said of a door that was just opened', () => {
  const { stack } = endpoint({ door: IngestionDoor.restApi({ cloudWatchRole: false }) });

  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});
