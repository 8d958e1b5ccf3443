import { readApiKeys, type SynthesizedApiKey } from './api-keys';
import { queueNameOf } from './local-names';
import { readRestAuthorizer, type RestLambdaAuthorizer } from './rest-authorizer';
import type { StackResource, StackTemplate } from './stack-template';
import { restThrottle, type Throttle } from './throttle';

/** A REST API as the template describes it. */
export interface SynthesizedRestDoor {
  readonly kind: 'rest';
  readonly apiId: string;
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly methods: readonly RestMethod[];
  readonly apiKeys: readonly SynthesizedApiKey[];
  /** `HEADER` when clients send their API key, `AUTHORIZER` when the authorizer tells it. */
  readonly apiKeySource: string;
  /** Replies that the API itself makes, by type. */
  readonly gatewayReplies: Readonly<Record<string, RestGatewayReply | undefined>>;
}

/** One method of a resource. */
export interface RestMethod {
  readonly httpMethod: string;
  /** Path of the resource, such as `/v1/{call}`. */
  readonly path: string;
  readonly authorization: string;
  /** Set when a function decides who may send. */
  readonly authorizer?: RestLambdaAuthorizer;
  readonly apiKeyRequired: boolean;
  readonly throttle?: Throttle;
  readonly integration: RestIntegration;
}

/** What a method does with a request. */
export interface RestIntegration {
  /** Queue that the method sends to; a mock, such as that of a preflight request, has none. */
  readonly queueName?: string;
  readonly passthroughBehavior: string;
  readonly timeoutMs: number;
  /** Parameters by destination, such as `integration.request.header.Content-Type`. */
  readonly requestParameters: Readonly<Record<string, string>>;
  /** Templates by content type. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly replies: readonly RestReply[];
}

/** A reply of the integration. */
export interface RestReply {
  readonly selectionPattern?: string;
  readonly statusCode: number;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly responseParameters: Readonly<Record<string, string>>;
}

/** A reply that the API makes without the integration. */
export interface RestGatewayReply {
  readonly statusCode?: number;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly responseParameters: Readonly<Record<string, string>>;
}

/** Longest that a REST API waits for its integration. */
const DEFAULT_TIMEOUT_MS = 29_000;

/** Reads every REST API of a template that sends to SQS. */
export function readRestDoors(template: StackTemplate): SynthesizedRestDoor[] {
  return template.resources('AWS::ApiGateway::RestApi').filter(({ logicalId }) => sendsToQueue(template, logicalId)).map(api => {
    const apiId = api.logicalId;
    const stage = template.resources('AWS::ApiGateway::Stage').find(candidate => candidate.text('RestApiId') === apiId);
    if (!stage) {
      throw new Error(`${apiId} (AWS::ApiGateway::RestApi) must have an AWS::ApiGateway::Stage, got none`);
    }
    const stageName = stage.text('StageName');
    return {
      kind: 'rest',
      apiId,
      stageName,
      stageVariables: stage.texts('Variables'),
      methods: methodsOf(template, apiId).filter(isRunnable).map(method => readMethod(template, method, stage)),
      apiKeys: readApiKeys(template, apiId, stageName),
      apiKeySource: api.optionalText('ApiKeySourceType') ?? 'HEADER',
      gatewayReplies: Object.fromEntries(template.resources('AWS::ApiGateway::GatewayResponse')
        .filter(reply => reply.text('RestApiId') === apiId)
        .map(reply => [reply.text('ResponseType'), {
          statusCode: reply.optionalNumber('StatusCode'),
          responseTemplates: reply.texts('ResponseTemplates'),
          responseParameters: reply.texts('ResponseParameters'),
        }])),
    };
  });
}

function sendsToQueue(template: StackTemplate, apiId: string): boolean {
  return methodsOf(template, apiId).some(method => targetQueueOf(method) !== undefined);
}

function methodsOf(template: StackTemplate, apiId: string): StackResource[] {
  return template.resources('AWS::ApiGateway::Method').filter(method => method.text('RestApiId') === apiId);
}

function isRunnable(method: StackResource): boolean {
  return targetQueueOf(method) !== undefined || method.optionalText('Integration.Type') === 'MOCK';
}

function targetQueueOf(method: StackResource): string | undefined {
  const path = /:sqs:path(\/.+)$/.exec(method.optionalText('Integration.Uri') ?? '')?.[1];
  return path === undefined ? undefined : queueNameOf(path);
}

function readMethod(template: StackTemplate, method: StackResource, stage: StackResource): RestMethod {
  const httpMethod = method.text('HttpMethod');
  const path = pathOf(template, method.text('ResourceId'));

  return {
    httpMethod,
    path,
    authorization: method.optionalText('AuthorizationType') ?? 'NONE',
    authorizer: readRestAuthorizer(template, method.optionalText('AuthorizerId')),
    apiKeyRequired: method.value('ApiKeyRequired') === true,
    throttle: restThrottle(stage, httpMethod, path),
    integration: {
      queueName: targetQueueOf(method),
      passthroughBehavior: method.optionalText('Integration.PassthroughBehavior') ?? 'WHEN_NO_MATCH',
      timeoutMs: method.number('Integration.TimeoutInMillis', DEFAULT_TIMEOUT_MS),
      requestParameters: method.texts('Integration.RequestParameters'),
      requestTemplates: method.texts('Integration.RequestTemplates'),
      replies: method.list<ReplyProperties>('Integration.IntegrationResponses').map(readReply),
    },
  };
}

interface ReplyProperties {
  readonly SelectionPattern?: string;
  readonly StatusCode: string;
  readonly ResponseTemplates?: Readonly<Record<string, string>>;
  readonly ResponseParameters?: Readonly<Record<string, string>>;
}

function readReply({ SelectionPattern, StatusCode, ResponseTemplates = {}, ResponseParameters = {} }: ReplyProperties): RestReply {
  return {
    selectionPattern: SelectionPattern,
    statusCode: Number(StatusCode),
    responseTemplates: ResponseTemplates,
    responseParameters: ResponseParameters,
  };
}

/** A resource's parent is another resource, or the root, which is an attribute of the API. */
function pathOf(template: StackTemplate, resourceId: string): string {
  const resource = template.resources('AWS::ApiGateway::Resource').find(({ logicalId }) => logicalId === resourceId);
  if (!resource) {
    return '/';
  }
  const parent = pathOf(template, resource.text('ParentId'));
  return `${parent === '/' ? '' : parent}/${resource.text('PathPart')}`;
}
