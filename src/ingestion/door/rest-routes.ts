import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { RestDoorOptions } from './door-options';
import type { DoorWiring } from './ingestion-door';
import type { StandingRestApi } from './rest-door';
import { sendingRole } from './sending-role';
import { OTHER_ROUTES, SEGMENT_ROOT, SNOWPLOW_ROUTE, V1_ROUTES } from '../../wire/routes';
import type { IngestionCors } from '../ingestion-cors';
import { browserReplies } from '../mapping/browser-replies';
import { ReplyMapping, restIntegrationReplies, restReplyHeaders, restReplyStatuses } from '../mapping/reply-mapping';
import { BODY_TYPES, CALL_PARAMETER, RequestMapping, restRequestTemplate } from '../mapping/request-mapping';

/** A path of the API, and whether it takes requests without credentials. */
interface RestRoute {
  readonly path: string;
  readonly open: boolean;
}

/** Snowplow's trackers send a request again, for ever, that is answered with 413; of what else they give up on, this means most. */
const SNOWPLOW_TOO_LARGE = 422;

/** Adds a method for each route that hands the request to SQS, and lets pages of other origins ask whether they may send. */
export function addRestRoutes(scope: Construct, { api, stage }: StandingRestApi, wiring: DoorWiring, options: RestDoorOptions): void {
  const { admission, cors } = wiring;
  const routes = restRoutes(admission.openRoutes);
  const guard = routes.some(({ open }) => !open) ? admission.guardRest(scope, { api, stage }, wiring.logs) : {};
  const credentialsRole = sendingRole(scope, 'Role', wiring.queue);
  // Attached to every method, so that a model for a content type is all it takes to refuse bodies at the door.
  const requestValidator = new apigateway.RequestValidator(scope, 'Validator', { restApi: api, validateRequestBody: true, validateRequestParameters: true });

  for (const { path, open } of routes) {
    const replies: ReplyMapping = {
      browsers: cors && browserReplies(cors),
      ...(path === SNOWPLOW_ROUTE ? { tooLargeStatus: SNOWPLOW_TOO_LARGE } : {}),
    };
    const request: RequestMapping = {
      authorization: open || admission.carriesAuthorization,
      forwardedFor: options.behindCloudFront,
      keyId: open ? undefined : admission.keyId,
      fairQueues: wiring.fairQueues,
      maxRequestSize: options.maxRequestSize,
    };
    const resource = api.root.resourceForPath(path);
    resource.addMethod('POST', sendMessage(wiring, credentialsRole, options.bodyTypes ?? BODY_TYPES, request, replies), {
      ...(open ? { authorizationType: apigateway.AuthorizationType.NONE } : guard),
      requestValidator,
      methodResponses: restReplyStatuses(replies).map(statusCode => ({
        statusCode,
        responseParameters: Object.fromEntries(restReplyHeaders(replies).map(name => [`method.response.header.${name}`, true])),
      })),
    });
    if (cors) {
      letAsk(resource, cors);
    }
  }
}

/** One resource does for all of Segment's calls, unless some of them are open and others are not. */
function restRoutes(openRoutes: readonly string[]): RestRoute[] {
  const openCalls = V1_ROUTES.some(path => openRoutes.includes(path));
  const guardedCalls = openCalls ? V1_ROUTES.filter(path => !openRoutes.includes(path)) : [];
  return [
    ...[...OTHER_ROUTES, ...guardedCalls].map(path => ({ path, open: openRoutes.includes(path) })),
    { path: `${SEGMENT_ROOT}/{${CALL_PARAMETER}}`, open: openCalls },
  ];
}

function sendMessage(
  { queue }: DoorWiring, credentialsRole: iam.IRole, bodyTypes: readonly string[], request: RequestMapping, replies: ReplyMapping,
): apigateway.AwsIntegration {
  const template = restRequestTemplate(request);
  return new apigateway.AwsIntegration({
    service: 'sqs',
    path: `${queue.env.account}/${queue.queueName}`,
    region: queue.env.region,
    integrationHttpMethod: 'POST',
    options: {
      credentialsRole,
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': '\'application/x-www-form-urlencoded\'' },
      requestTemplates: Object.fromEntries(bodyTypes.map(type => [type, template])),
      integrationResponses: restIntegrationReplies(replies),
    },
  });
}

/** Unless the owner of the API has seen to it. */
function letAsk(resource: apigateway.IResource, cors: IngestionCors): void {
  if (resource.node.tryFindChild('OPTIONS') !== undefined) {
    return;
  }
  const preflight = resource.addCorsPreflight({ ...cors, allowMethods: ['POST'] });
  const { choice } = browserReplies(cors);
  if (choice !== '') {
    // The CDK's own template takes an absent `Origin` for an empty text before it looks for `origin`, the spelling of HTTP/2.
    const method = preflight.node.defaultChild as apigateway.CfnMethod;
    method.addPropertyOverride('Integration.IntegrationResponses.0.ResponseTemplates', { 'application/json': choice });
  }
}
