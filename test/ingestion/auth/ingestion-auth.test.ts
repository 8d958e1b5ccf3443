import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IngestionAuth, IngestionDoor, TelemetryIngestionApi, TelemetryIngestionApiOptions, WriteKeyAuthOptions, WriteKeys } from '../../../src';
import { KEY_IN_BODY_ROUTES, ROUTES } from '../../../src/wire/routes';
import { pathsByAuthorization } from '../../fixtures/rest-methods';
import { stackForTest, templateOf } from '../../fixtures/synthesized';

const REST = IngestionDoor.restApi();
const HTTP = IngestionDoor.httpApi();

/** An endpoint for whose authorization things are made in its own stack. */
function guarded(makeAuthorization: (stack: ReturnType<typeof stackForTest>) => IngestionAuth, options: TelemetryIngestionApiOptions = {}) {
  const stack = stackForTest();
  const queue = new sqs.Queue(stack, 'Queue');
  const api = new TelemetryIngestionApi(stack, 'Ingestion', { queue, authorization: makeAuthorization(stack), ...options });
  return { stack, api, template: templateOf(stack) };
}

const secret = (stack: ReturnType<typeof stackForTest>) => new secretsmanager.Secret(stack, 'Keys');
const writeKeys = (options?: WriteKeyAuthOptions) => (stack: ReturnType<typeof stackForTest>) =>
  IngestionAuth.writeKeys(WriteKeys.fromSecret(secret(stack)), options);

describe('write keys', () => {
  test('are asked for by a token authorizer of a REST API on every route', () => {
    const { template } = guarded(writeKeys());

    template.allResourcesProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM', AuthorizerId: Match.anyValue() });
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization', AuthorizerResultTtlInSeconds: 300,
    });
  });

  test('are asked for by a request authorizer of an HTTP API on every route', () => {
    const { template } = guarded(writeKeys(), { door: HTTP });

    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'CUSTOM', AuthorizerId: Match.anyValue() });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 300,
    });
  });

  test.each([
    { header: 'Basic d2ViOg==', asks: true },
    { header: 'basic d2ViOg==', asks: true },
    { header: 'Bearer 9f2c', asks: true },
    { header: 'Bearer', asks: false },
    { header: 'd2ViOg==', asks: false },
    { header: 'AWS4-HMAC-SHA256 Credential=AKIA/20261124', asks: false },
    { header: 'Basic one two', asks: false },
  ])('in the header "$header": the function is asked is $asks', ({ header, asks }) => {
    const [authorizer] = Object.values(guarded(writeKeys()).template.findResources('AWS::ApiGateway::Authorizer'));

    expect(new RegExp(authorizer.Properties.IdentityValidationExpression).test(header)).toBe(asks);
  });

  test.each([{ door: REST }, { door: HTTP }])('are read by a function that may read them and write its log, and nothing else', ({ door }) => {
    const { stack, template } = guarded(writeKeys(), { door });

    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x', Environment: { Variables: { TELEMETRY_WRITE_KEYS_SECRET: { Ref: Match.stringLikeRegexp('Keys') } } },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      ManagedPolicyArns: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('AuthorizerRole') }],
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('AuthorizerLogs'), 'Arn'] } },
          {
            Effect: 'Allow',
            Action: 'secretsmanager:GetSecretValue',
            Resource: stack.resolve((stack.node.findChild('Keys') as secretsmanager.Secret).secretArn),
          },
        ],
      },
    });
  });

  test('of a parameter are read from it, as often as is wanted', () => {
    const { template } = guarded(stack => IngestionAuth.writeKeys(WriteKeys.fromParameter(
      ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Keys', { parameterName: '/telemetry/keys' }),
      { refreshInterval: Duration.seconds(30) },
    )));

    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TELEMETRY_WRITE_KEYS_PARAMETER: '/telemetry/keys', TELEMETRY_WRITE_KEYS_REFRESH_MS: '30000' } },
    });
  });

  test('tell by their id who sent, on a REST API', () => {
    const { template } = guarded(writeKeys());

    for (const { Properties: { Integration: integration } } of Object.values(template.findResources('AWS::ApiGateway::Method'))) {
      expect(integration.RequestTemplates['application/json']).toContain('$context.authorizer.writeKeyId');
      expect(integration.RequestTemplates['application/json']).not.toContain('authorization');
    }
  });

  test('tell by their id who sent, on an HTTP API', () => {
    const { template } = guarded(writeKeys(), { door: HTTP });

    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      RequestParameters: { MessageAttributes: Match.stringLikeRegexp('"writeKeyId":\\{"DataType":"String","StringValue":"\\$\\{context.authorizer.writeKeyId\\}"\\}') },
    });
  });

  describe('in bodies, too', () => {
    test('leave those routes of a REST API open whose clients put the key there', () => {
      const { template } = guarded(writeKeys({ keysInBodies: true }));

      expect(pathsByAuthorization(template)).toEqual({
        NONE: ['/2/httpapi', '/batch', '/capture', '/e', '/i/v0/e', '/v1/{call}'],
        CUSTOM: ['/com.snowplowanalytics.snowplow/tp2', '/events', '/v1/batch', '/v1/import', '/v1/logs'],
      });
    });

    test('leave the same routes of an HTTP API open, without an id that nobody gives', () => {
      const { template } = guarded(writeKeys({ keysInBodies: true }), { door: HTTP });
      const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties);
      const integrations = template.findResources('AWS::ApiGatewayV2::Integration');
      const targets = new Set(routes.filter(({ AuthorizationType }) => AuthorizationType === 'NONE').map(({ Target }) => Target['Fn::Join'][1][1].Ref));

      expect(routes.filter(({ AuthorizationType }) => AuthorizationType === 'NONE').map(({ RouteKey }) => RouteKey).sort())
        .toEqual(KEY_IN_BODY_ROUTES.map(path => `POST ${path}`).sort());
      expect([...targets].map(target => integrations[target].Properties.RequestParameters.MessageAttributes)).toEqual([expect.not.stringContaining('writeKeyId')]);
      expect(routes).toHaveLength(ROUTES.length);
    });

    test('travel in the header of an open route as well, for the processor to look at', () => {
      const { template } = guarded(writeKeys({ keysInBodies: true }));

      template.hasResourceProperties('AWS::ApiGateway::Method', {
        AuthorizationType: 'NONE', Integration: { RequestTemplates: { 'application/json': Match.stringLikeRegexp("== 'authorization'") } },
      });
    });
  });
});

describe('API keys', () => {
  test('are asked for on every route, and have one plan with a rate and a quota', () => {
    const { template } = guarded(() => IngestionAuth.apiKeys({
      throttle: { rateLimit: 10, burstLimit: 20 }, quota: { limit: 1_000_000, period: apigateway.Period.MONTH },
    }));

    template.allResourcesProperties('AWS::ApiGateway::Method', { ApiKeyRequired: true });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      ApiStages: [{ ApiId: Match.anyValue(), Stage: Match.anyValue() }],
      Throttle: { RateLimit: 10, BurstLimit: 20 },
      Quota: { Limit: 1_000_000, Period: 'MONTH' },
    });
    template.resourceCountIs('AWS::ApiGateway::ApiKey', 1);
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });

  test('are those that are given', () => {
    const { template } = guarded(stack => IngestionAuth.apiKeys({
      apiKeys: [new apigateway.ApiKey(stack, 'Web'), apigateway.ApiKey.fromApiKeyId(stack, 'Ios', 'abc123')],
    }));

    template.resourceCountIs('AWS::ApiGateway::ApiKey', 1);
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 2);
    template.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', { KeyId: 'abc123' });
  });

  test('tell by their id who sent, beside a write key of the client', () => {
    const { template } = guarded(() => IngestionAuth.apiKeys());

    template.allResourcesProperties('AWS::ApiGateway::Method', {
      Integration: { RequestTemplates: { 'application/json': Match.stringLikeRegexp("== 'authorization'.*\\$context.identity.apiKeyId") } },
    });
  });

  test('are refused on an HTTP API, which has none', () => {
    expect(() => guarded(() => IngestionAuth.apiKeys(), { door: HTTP })).toThrow(
      'authorization must be one that the door knows, got IngestionAuth.apiKeys() on the HTTP API; only the REST API has it [IngestionAuthorizationDoor]');
  });
});

describe('tokens of an OpenID Connect issuer', () => {
  const makeAuthorization = () => IngestionAuth.jwt({ issuer: 'https://login.example.com', audience: ['telemetry'] });

  test('are checked by an HTTP API itself', () => {
    const { template } = guarded(makeAuthorization, { door: HTTP });

    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { JwtConfiguration: { Issuer: 'https://login.example.com', Audience: ['telemetry'] } });
  });

  test('are refused on a REST API', () => {
    expect(() => guarded(makeAuthorization)).toThrow('got IngestionAuth.jwt() on the REST API; only the HTTP API has it');
  });
});

describe('users of a Cognito pool', () => {
  const makeAuthorization = (stack: ReturnType<typeof stackForTest>) => {
    const userPool = new cognito.UserPool(stack, 'Users');
    return IngestionAuth.cognito(userPool, { userPoolClients: [userPool.addClient('App')], resultsCacheTtl: Duration.minutes(1) });
  };

  test('are let in by a REST API', () => {
    const { template } = guarded(makeAuthorization);

    template.allResourcesProperties('AWS::ApiGateway::Method', { AuthorizationType: 'COGNITO_USER_POOLS' });
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', { Type: 'COGNITO_USER_POOLS', AuthorizerResultTtlInSeconds: 60 });
  });

  test('are let in by an HTTP API when their client is among those that are named', () => {
    const { template } = guarded(makeAuthorization, { door: HTTP });

    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { JwtConfiguration: { Audience: [{ Ref: Match.stringLikeRegexp('UsersApp') }] } });
  });
});

describe('a function of one\'s own', () => {
  const makeAuthorization = (stack: ReturnType<typeof stackForTest>) => IngestionAuth.lambda(
    new lambda.Function(stack, 'Authorizer', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('//') }),
    { identityHeader: 'X-App-Token', resultsCacheTtl: Duration.seconds(0), writeKeyIdName: 'app' },
  );

  test('is asked by a REST API', () => {
    const { template } = guarded(makeAuthorization);

    template.allResourcesProperties('AWS::ApiGateway::Method', {
      AuthorizationType: 'CUSTOM', Integration: { RequestTemplates: { 'application/json': Match.stringLikeRegexp('\\$context.authorizer.app') } },
    });
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST', IdentitySource: 'method.request.header.X-App-Token', AuthorizerResultTtlInSeconds: 0,
    });
  });

  test('is asked by an HTTP API with the same payload', () => {
    const { template } = guarded(makeAuthorization, { door: HTTP });

    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST', AuthorizerPayloadFormatVersion: '1.0', IdentitySource: ['$request.header.X-App-Token'], AuthorizerResultTtlInSeconds: 0,
    });
  });
});

const proofs = [
  { name: 'iam', makeAuthorization: () => IngestionAuth.iam() },
  { name: 'write keys', makeAuthorization: writeKeys() },
  { name: 'cognito', makeAuthorization: (stack: ReturnType<typeof stackForTest>) => IngestionAuth.cognito(new cognito.UserPool(stack, 'Users')) },
];

test.each(proofs)('what lets somebody in by $name is not stored with the request', ({ makeAuthorization }) => {
  const { template } = guarded(makeAuthorization);

  for (const { Properties: { Integration: integration } } of Object.values(template.findResources('AWS::ApiGateway::Method'))) {
    expect(JSON.stringify(integration.RequestTemplates)).not.toContain("'authorization'");
  }
});

test.each([
  { door: REST, stage: 'AWS::ApiGateway::Stage', setting: 'AccessLogSetting' },
  { door: HTTP, stage: 'AWS::ApiGatewayV2::Stage', setting: 'AccessLogSettings' },
])('the access log of the $door.facts.kind tells whose key a request came with', ({ door, stage, setting }) => {
  const { template } = guarded(writeKeys(), { door });

  template.hasResourceProperties(stage, { [setting]: { Format: Match.stringLikeRegexp('"keyId":"\\$context.authorizer.writeKeyId"') } });
});

describe('fair queues', () => {
  test.each([
    { name: 'write key', makeAuthorization: writeKeys() },
    { name: 'API key', makeAuthorization: () => IngestionAuth.apiKeys() },
  ])('make a group of the requests of each $name on a REST API', ({ makeAuthorization }) => {
    const { template } = guarded(makeAuthorization, { fairQueues: true });

    template.allResourcesProperties('AWS::ApiGateway::Method', {
      Integration: { RequestTemplates: { 'application/json': Match.stringLikeRegexp('&MessageGroupId=') } },
    });
  });

  test('make a group of the requests of each key on an HTTP API', () => {
    const { template } = guarded(writeKeys(), { fairQueues: true, door: HTTP });

    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { RequestParameters: { MessageGroupId: '$context.authorizer.writeKeyId' } });
  });

  test('are refused where nobody knows whose request it is', () => {
    expect(() => guarded(() => IngestionAuth.none(), { fairQueues: true })).toThrow('[IngestionFairQueues]');
  });
});
