import type { InvokableFunction } from './admission/asked-function';
import { HttpAuthorizer } from './admission/http-authorizer';
import { sharedAuthorizers } from './admission/shared-authorizers';
import { corsHeaders, preflightReply } from './cors';
import type { DoorReply, DoorRequest, ReadBody } from './door-request';
import { compileExpression, type MappingExpression, type MappingSource } from './parameter-mapping';
import type { QueueClient } from './queue-client';
import { Refusal, type RefusalType } from './refusal';
import { RouteTable, type Found } from './route-table';
import { sendMessageForm } from './send-message';
import { contextVariable } from './template-variables';
import { TokenBucket } from './token-bucket';
import type { HttpLambdaAuthorizer } from '../template/http-authorizer';
import type { HttpRoute, SynthesizedHttpDoor } from '../template/http-door';
import { queueNameOf } from '../template/local-names';

interface RunnableRoute {
  readonly route: HttpRoute;
  readonly authorizer?: HttpAuthorizer;
  readonly bucket?: TokenBucket;
  readonly parameters: readonly (readonly [name: string, expression: MappingExpression])[];
}

/** Content types whose bodies an HTTP API passes on as text; all others become base64. */
const TEXT_TYPE = /^(?:text\/.*|application\/(?:json|javascript|xml))$/;

const STOCK: Readonly<Record<RefusalType, { readonly status: number; readonly message: string }>> = {
  ACCESS_DENIED: { status: 403, message: 'Forbidden' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal Server Error' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: 'Internal Server Error' },
  AUTHORIZER_FAILURE: { status: 500, message: 'Internal Server Error' },
  BAD_REQUEST_BODY: { status: 400, message: 'Bad Request' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'Bad Request' },
  INTEGRATION_FAILURE: { status: 503, message: 'Service Unavailable' },
  INTEGRATION_TIMEOUT: { status: 503, message: 'Service Unavailable' },
  INVALID_API_KEY: { status: 403, message: 'Forbidden' },
  MISSING_AUTHENTICATION_TOKEN: { status: 404, message: 'Not Found' },
  QUOTA_EXCEEDED: { status: 429, message: 'Too Many Requests' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Entity Too Large' },
  THROTTLED: { status: 429, message: 'Too Many Requests' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported Media Type' },
};

/** Serves an HTTP API: evaluates the parameters of the route that a request is for, sends the message, and passes SQS's reply on. */
export class HttpApi {
  private readonly routes: RouteTable<RunnableRoute>;
  private readonly fallback?: RunnableRoute;

  constructor(
    private readonly door: SynthesizedHttpDoor, private readonly queue: QueueClient, private readonly stagePrefix: string,
    authorizers: ReadonlyMap<string, InvokableFunction>,
  ) {
    this.routes = new RouteTable(stagePrefix);
    const authorizerOf = sharedAuthorizers(authorizers, (settings: HttpLambdaAuthorizer, fn) => new HttpAuthorizer(settings, fn));
    for (const route of door.routes) {
      const runnable: RunnableRoute = {
        route,
        authorizer: authorizerOf(route.authorizer),
        bucket: route.throttle && new TokenBucket(route.throttle),
        parameters: Object.entries(route.parameters).map(([name, expression]) => [name, compileExpression(expression)]),
      };
      if (route.routeKey === '$default') {
        this.fallback = runnable;
        continue;
      }
      const [method, path] = route.routeKey.split(' ');
      this.routes.add(method, path, runnable);
    }
  }

  public async handle(request: DoorRequest, readBody: ReadBody): Promise<DoorReply> {
    const preflight = this.door.cors && preflightReply(this.door.cors, request);
    if (preflight) {
      return preflight;
    }
    const found = this.find(request);
    const { target } = found;
    const source = await this.admit(request, found);
    if (target.bucket?.take() === false) {
      throw new Refusal('THROTTLED');
    }

    const whole: MappingSource = { ...source, body: passedBody(await readBody(), request) };
    const parameters = Object.fromEntries(target.parameters.map(([name, expression]) => [name, expression(whole)]));

    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await this.queue.post(queueNameOf(String(parameters.QueueUrl)), headers, sendMessageForm(parameters), target.route.timeoutMs);
    return {
      status: answer.status,
      headers: { 'Content-Type': String(answer.headers['content-type'] ?? 'text/xml'), ...corsHeaders(this.door.cors, request) },
      body: answer.body,
    };
  }

  public refuse(refusal: Refusal, request: DoorRequest): DoorReply {
    const { status, message } = STOCK[refusal.type];
    return { status, headers: { 'Content-Type': 'application/json', ...corsHeaders(this.door.cors, request) }, body: JSON.stringify({ message }) };
  }

  /** Lets a request in, and returns what mappings can read of it before its body is there. */
  private async admit(request: DoorRequest, { target: { route, authorizer }, pathParameters }: Found<RunnableRoute>): Promise<MappingSource> {
    const { apiId, stageName: stage, stageVariables } = this.door;
    const context = contextVariable(request, { apiId, stage, route: { routeKey: route.routeKey } });
    const source: MappingSource = { request, pathParameters, body: '', context, stageVariables };
    if (!authorizer) {
      return source;
    }
    const path = request.path.slice(this.stagePrefix.length) || '/';
    const caller = await authorizer.admit({ request, apiId, stage, path, route: route.routeKey, pathParameters, stageVariables }, source);
    return { ...source, context: { ...context, authorizer: caller } };
  }

  private find(request: DoorRequest): Found<RunnableRoute> {
    const found = this.routes.find(request.method, request.path) ?? (this.fallback && { target: this.fallback, pathParameters: new Map() });
    if (!found) {
      throw new Refusal('MISSING_AUTHENTICATION_TOKEN');
    }
    return found;
  }
}

/** An HTTP API does not inflate; what an encoded body looks like in the queue is not documented, and base64 at least loses nothing. */
function passedBody(body: Buffer, request: DoorRequest): string {
  const type = request.header('content-type')?.split(';', 1)[0].trim().toLowerCase() ?? '';
  const encoded = ![undefined, '', 'identity'].includes(request.header('content-encoding'));
  return body.toString(TEXT_TYPE.test(type) && !encoded ? 'utf8' : 'base64');
}
