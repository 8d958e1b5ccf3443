import { ApiKeys } from './admission/api-keys';
import type { InvokableFunction } from './admission/asked-function';
import { RestAuthorizer, type Admitted } from './admission/rest-authorizer';
import { sharedAuthorizers } from './admission/shared-authorizers';
import type { DoorReply, DoorRequest, ReadBody } from './door-request';
import { gatewayReply } from './gateway-replies';
import { IntegrationReplies } from './integration-replies';
import { compileTemplate, type MappingTemplate } from './mapping-template';
import type { QueueClient, QueueReply } from './queue-client';
import { Refusal } from './refusal';
import { inflateBody } from './request-body';
import { RouteTable, type Found } from './route-table';
import { contextVariable, inputParameters, inputVariable, UTIL, type Caller } from './template-variables';
import { TokenBucket } from './token-bucket';
import type { RestLambdaAuthorizer } from '../template/rest-authorizer';
import type { RestMethod, SynthesizedRestDoor } from '../template/rest-door';

interface RunnableMethod {
  readonly method: RestMethod;
  readonly authorizer?: RestAuthorizer;
  readonly bucket?: TokenBucket;
  readonly requestTemplates: ReadonlyMap<string, MappingTemplate>;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly replies: IntegrationReplies;
}

/** What API Gateway takes a request without `Content-Type` for. */
const DEFAULT_TYPE = 'application/json';

/** SQS then answers in JSON, which response templates can read. */
const ACCEPT = { Accept: 'application/json' };

/** Serves a REST API: evaluates the templates of the method that a request is for, and posts the outcome to the queue. */
export class RestApi {
  private readonly routes: RouteTable<RunnableMethod>;
  private readonly apiKeys: ApiKeys;

  constructor(
    private readonly door: SynthesizedRestDoor, private readonly queue: QueueClient, private readonly stagePrefix: string,
    authorizers: ReadonlyMap<string, InvokableFunction>,
  ) {
    this.routes = new RouteTable(stagePrefix);
    this.apiKeys = new ApiKeys(door.apiKeys);
    const authorizerOf = sharedAuthorizers(authorizers, (settings: RestLambdaAuthorizer, fn) => new RestAuthorizer(settings, fn));
    for (const method of door.methods) {
      this.routes.add(method.httpMethod, method.path, {
        method,
        authorizer: authorizerOf(method.authorizer),
        bucket: method.throttle && new TokenBucket(method.throttle),
        requestTemplates: new Map(Object.entries(method.integration.requestTemplates).map(([type, text]) => [type, compileTemplate(text)])),
        requestHeaders: staticHeaders(method.integration.requestParameters),
        replies: new IntegrationReplies(method.integration.replies),
      });
    }
  }

  public async handle(request: DoorRequest, readBody: ReadBody): Promise<DoorReply> {
    const found = this.routes.find(request.method, request.path);
    if (!found) {
      throw new Refusal('MISSING_AUTHENTICATION_TOKEN');
    }
    const { target, pathParameters } = found;
    const caller = await this.admit(request, found);
    if (target.bucket?.take() === false) {
      throw new Refusal('THROTTLED');
    }

    const contentType = request.header('content-type') ?? DEFAULT_TYPE;
    const template = chooseTemplate(target, contentType);
    const body = (await inflateBody(await readBody(), request.header('content-encoding'))).toString('utf8');

    const { apiId, stageName: stage } = this.door;
    const context = contextVariable(request, { apiId, stage, route: { resourcePath: target.method.path } }, caller);
    const parameters = inputParameters(request, pathParameters);
    const variables = { context, util: UTIL, stageVariables: this.door.stageVariables };
    const message = template ? template({ ...variables, input: inputVariable(body, parameters) }) : body;

    const answer = await this.integrate(target, message, template ? {} : { 'Content-Type': contentType });
    const replyVariables = { ...variables, input: inputVariable(answer.body, parameters) };
    return target.replies.reply(answer, request.header('accept'), replyVariables, context.responseOverride);
  }

  public refuse(refusal: Refusal, request: DoorRequest): DoorReply {
    return gatewayReply(this.door, refusal, request);
  }

  /** Lets a request in and tells who sent it, or refuses it. */
  private async admit(request: DoorRequest, { target: { method, authorizer }, pathParameters }: Found<RunnableMethod>): Promise<Caller> {
    const { apiId, apiKeySource, stageName: stage, stageVariables } = this.door;
    const path = request.path.slice(this.stagePrefix.length) || '/';
    const asked = { request, apiId, stage, path, route: method.path, pathParameters, stageVariables };
    const admitted: Admitted | undefined = await authorizer?.admit(asked);
    if (!method.apiKeyRequired) {
      return { authorizer: admitted?.context };
    }
    const apiKey = apiKeySource === 'AUTHORIZER' ? admitted?.usageKey : request.header('x-api-key');
    return { authorizer: admitted?.context, apiKey, apiKeyId: this.apiKeys.take(apiKey) };
  }

  private async integrate({ method, requestHeaders }: RunnableMethod, message: string, passed: Record<string, string>): Promise<QueueReply> {
    const { queueName, timeoutMs } = method.integration;
    if (queueName === undefined) {
      return mockAnswer(message);
    }
    return this.queue.post(queueName, { ...ACCEPT, ...passed, ...requestHeaders }, message, timeoutMs);
  }
}

/** `undefined` lets the body pass as it is. */
function chooseTemplate({ method, requestTemplates }: RunnableMethod, contentType: string): MappingTemplate | undefined {
  const template = requestTemplates.get(contentType.split(';', 1)[0].trim().toLowerCase());
  if (template) {
    return template;
  }
  const { passthroughBehavior } = method.integration;
  if (passthroughBehavior === 'NEVER' || passthroughBehavior === 'WHEN_NO_TEMPLATES' && requestTemplates.size > 0) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE');
  }
  return undefined;
}

function staticHeaders(requestParameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(requestParameters).flatMap(([destination, source]) => {
    const header = /^integration\.request\.header\.(.+)$/.exec(destination)?.[1];
    const value = /^'(.*)'$/.exec(source)?.[1];
    return header === undefined || value === undefined ? [] : [[header, value]];
  }));
}

/** A mock integration answers with the status that its template renders, in JSON that need not be strict. */
function mockAnswer(message: string): QueueReply {
  return { status: Number(/statusCode"?\s*:\s*(\d{3})/.exec(message)?.[1] ?? 500), headers: {}, body: '' };
}
