import { mkdirSync } from 'fs';
import { join } from 'path';
import { httpTemplate, newFolder, removeFolders, restTemplate, writeAssembly, type Resources } from './assembly';
import { readSynthesizedPipeline } from '../../../src/local/synthesized-pipeline';
import type { TemplateBody } from '../../../src/local/template/stack-template';

afterEach(removeFolders);

const differences = (template: TemplateBody) => readSynthesizedPipeline(writeAssembly({ Telemetry: template })).differences;

/** The template with all its methods or routes changed. */
function withDoors(template: TemplateBody, type: string, properties: Record<string, unknown>): Resources {
  return Object.fromEntries(Object.entries(template.Resources!).filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, { ...resource, Properties: { ...resource.Properties, ...properties } }]));
}

const restMethods = (properties: Record<string, unknown>) => withDoors(restTemplate(), 'AWS::ApiGateway::Method', properties);
const httpRoutes = (properties: Record<string, unknown>) => withDoors(httpTemplate(), 'AWS::ApiGatewayV2::Route', properties);

test('a door without any of it has nothing to tell', () => {
  expect(differences(restTemplate())).toEqual([]);
  expect(differences(httpTemplate())).toEqual([]);
});

test.each([
  { what: 'signatures', template: restTemplate({ resources: restMethods({ AuthorizationType: 'AWS_IAM' }) }), told: /^the API asks for requests signed with AWS credentials; no signature/ },
  { what: 'signatures', template: httpTemplate({ resources: httpRoutes({ AuthorizationType: 'AWS_IAM' }) }), told: /^the API asks for requests signed with AWS credentials; no signature/ },
  { what: 'tokens', template: httpTemplate({ resources: httpRoutes({ AuthorizationType: 'JWT' }) }), told: /^the API asks for tokens \(JWT\); there is no issuer/ },
  { what: 'tokens of Cognito', template: restTemplate({ resources: restMethods({ AuthorizationType: 'COGNITO_USER_POOLS' }) }), told: /^the API asks for tokens of Cognito; there is no user pool/ },
  { what: 'a web ACL', template: restTemplate({ resources: { Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/prod' } } } } }), told: /^the API stands behind a web ACL/ },
  { what: 'private endpoints', template: restTemplate({ resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['PRIVATE'] } } } } }), told: /^the API is private to VPC endpoints/ },
  { what: 'models', template: restTemplate({ resources: restMethods({ RequestModels: { 'application/json': 'Event' } }) }), told: /^the API checks bodies against models; here they pass unchecked/ },
  { what: 'rates of single methods', template: restTemplate({ resources: { Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'prod', Throttle: { '/events/POST': { RateLimit: 1 } } }] } } } }), told: /^a usage plan has rates for single methods/ },
])('a door with $what tells it in one line', ({ template, told }) => {
  expect(differences(template)).toEqual([expect.stringMatching(told)]);
});

test.each([
  { kind: 'REST', api: 'AWS::ApiGateway', template: restTemplate, mapping: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { RestApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' } } } },
  { kind: 'HTTP', api: 'AWS::ApiGatewayV2', template: httpTemplate, mapping: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' } } } },
])('a $kind API tells of its domain name and of the certificates that it asks for', ({ api, template, mapping }) => {
  const resources: Resources = {
    Domain: { Type: `${api}::DomainName`, Properties: { DomainName: 'collect.example.com', MutualTlsAuthentication: { TruststoreUri: 's3://a/b' } } },
    OtherDomain: { Type: `${api}::DomainName`, Properties: { DomainName: 'www.example.com' } },
    DomainMapping: mapping,
  };

  expect(differences(template({ resources }))).toEqual([
    expect.stringContaining('domain name collect.example.com'), expect.stringContaining('client certificates (mutual TLS)'),
  ]);
});

test('API keys whose value only API Gateway knows are told', () => {
  const resources: Resources = {
    ...restMethods({ ApiKeyRequired: true }),
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }] } },
    Web: { Type: 'AWS::ApiGateway::ApiKey', Properties: {} },
    WebKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'Web' }, UsagePlanId: { Ref: 'Plan' } } },
    Ios: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Value: 'a-value-of-your-own' } },
    IosKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'Ios' }, UsagePlanId: { Ref: 'Plan' } } },
  };

  expect(differences(restTemplate({ resources }))).toEqual(['the API key Web is local-Web here; on AWS its value is another one']);
});

describe('the function of an authorizer', () => {
  const asking = (functionArn: unknown, fn: Record<string, unknown> = {}) => restTemplate({
    resources: {
      ...restMethods({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
      Authorizer: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: { Type: 'TOKEN', AuthorizerUri: { 'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', functionArn, '/invocations']] } },
      },
      Gatekeeper: {
        Type: 'AWS::Lambda::Function',
        Metadata: { 'aws:asset:path': 'asset.gate' },
        Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', Timeout: 5, Environment: { Variables: { A: 'b' } }, ...fn },
      },
    },
  });
  const read = (template: TemplateBody) => {
    const folder = newFolder();
    mkdirSync(join(folder, 'asset.gate'));
    return readSynthesizedPipeline(writeAssembly({ Telemetry: template }, { folder }));
  };

  test('is found through its ARN', () => {
    const { authorizers, differences: told } = read(asking({ 'Fn::GetAtt': ['Gatekeeper', 'Arn'] }));

    expect(authorizers).toMatchObject([{ name: 'Gatekeeper', handler: 'index.handler', timeoutSeconds: 5, memoryMiB: 128, managedInstances: undefined }]);
    expect(authorizers[0].environment(String)).toEqual({ A: 'b' });
    expect(told).toEqual([]);
  });

  test.each([
    { what: 'of another app', template: asking('arn:aws:lambda:eu-west-1:123456789012:function:elsewhere'), told: /^the authorizer elsewhere does not run here, and every request is let in: it must be a function of Telemetry/ },
    { what: 'of another language', template: asking({ 'Fn::GetAtt': ['Gatekeeper', 'Arn'] }, { Runtime: 'python3.13' }), told: /^the authorizer Gatekeeper does not run here.*got python3.13$/ },
  ])('$what does not run here, and that is told', ({ template, told }) => {
    const { authorizers, differences: all } = read(template);

    expect(authorizers).toEqual([]);
    expect(all).toEqual([expect.stringMatching(told)]);
  });
});
