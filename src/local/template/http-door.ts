import { readHttpAuthorizer, type HttpLambdaAuthorizer } from './http-authorizer';
import type { StackResource, StackTemplate } from './stack-template';
import { httpThrottle, type Throttle } from './throttle';

/** An HTTP API as the template describes it. */
export interface SynthesizedHttpDoor {
  readonly kind: 'http';
  readonly apiId: string;
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly routes: readonly HttpRoute[];
  readonly cors?: HttpCors;
}

/** One route and the parameters with which it calls `SendMessage`. */
export interface HttpRoute {
  /** Method and path, such as `POST /v1/batch`, or `$default`. */
  readonly routeKey: string;
  readonly authorization: string;
  /** Set when a function decides who may send. */
  readonly authorizer?: HttpLambdaAuthorizer;
  readonly throttle?: Throttle;
  readonly timeoutMs: number;
  /** `QueueUrl`, `MessageBody` and further parameters, as mapping expressions. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Origins whose pages may post, and what they may send. */
export interface HttpCors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge?: number;
}

/** Longest that an HTTP API waits for its integration. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** Reads every HTTP API of a template that sends to SQS. */
export function readHttpDoors(template: StackTemplate): SynthesizedHttpDoor[] {
  return template.resources('AWS::ApiGatewayV2::Api').flatMap(api => {
    const routes = template.resources('AWS::ApiGatewayV2::Route')
      .filter(route => route.text('ApiId') === api.logicalId)
      .flatMap(route => sendMessageOf(template, route).map(integration => ({ route, integration })));
    if (routes.length === 0) {
      return [];
    }

    const stage = template.resources('AWS::ApiGatewayV2::Stage').find(candidate => candidate.text('ApiId') === api.logicalId);
    if (!stage) {
      throw new Error(`${api.logicalId} (AWS::ApiGatewayV2::Api) must have an AWS::ApiGatewayV2::Stage, got none`);
    }
    return [{
      kind: 'http',
      apiId: api.logicalId,
      stageName: stage.text('StageName'),
      stageVariables: stage.texts('StageVariables'),
      routes: routes.map(({ route, integration }) => readRoute(template, route, integration, stage)),
      cors: readCors(api),
    }];
  });
}

function sendMessageOf(template: StackTemplate, route: StackResource): StackResource[] {
  return template.resources('AWS::ApiGatewayV2::Integration').filter(integration =>
    route.optionalText('Target') === `integrations/${integration.logicalId}` && integration.optionalText('IntegrationSubtype') === 'SQS-SendMessage');
}

function readRoute(template: StackTemplate, route: StackResource, integration: StackResource, stage: StackResource): HttpRoute {
  const routeKey = route.text('RouteKey');
  return {
    routeKey,
    authorization: route.optionalText('AuthorizationType') ?? 'NONE',
    authorizer: readHttpAuthorizer(template, route.optionalText('AuthorizerId')),
    throttle: httpThrottle(stage, routeKey),
    timeoutMs: integration.number('TimeoutInMillis', DEFAULT_TIMEOUT_MS),
    parameters: integration.texts('RequestParameters'),
  };
}

function readCors(api: StackResource): HttpCors | undefined {
  if (api.value('CorsConfiguration') === undefined) {
    return undefined;
  }
  return {
    allowOrigins: api.list('CorsConfiguration.AllowOrigins'),
    allowMethods: api.list('CorsConfiguration.AllowMethods'),
    allowHeaders: api.list('CorsConfiguration.AllowHeaders'),
    exposeHeaders: api.list('CorsConfiguration.ExposeHeaders'),
    allowCredentials: api.value('CorsConfiguration.AllowCredentials') === true,
    maxAge: api.optionalNumber('CorsConfiguration.MaxAge'),
  };
}
