import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { DoorWiring } from './ingestion-door';
import { sendingRole } from './sending-role';
import { ROUTES } from '../../wire/routes';
import { httpApiParameters } from '../mapping/request-mapping';

type RouteOptions = Pick<apigatewayv2.HttpRouteProps, 'integration' | 'authorizer'>;

/** Adds a route for each path: the route's key is then a word of ours, and a path that nobody serves is refused. */
export function addHttpRoutes(scope: Construct, httpApi: apigatewayv2.IHttpApi, { admission, queue, fairQueues, logs }: DoorWiring): void {
  const { openRoutes, keyId } = admission;
  const credentials = apigatewayv2.IntegrationCredentials.fromRole(sendingRole(scope, 'Role', queue));

  addRoutes(scope, httpApi, ROUTES.filter(path => !openRoutes.includes(path)), () => ({
    integration: new SendMessage('SendMessage', credentials, httpApiParameters(queue.queueUrl, { keyId, fairQueues })),
    authorizer: admission.guardHttp(scope, logs),
  }));
  addRoutes(scope, httpApi, ROUTES.filter(path => openRoutes.includes(path)), () => ({
    integration: new SendMessage('SendAnyMessage', credentials, httpApiParameters(queue.queueUrl)),
    authorizer: new apigatewayv2.HttpNoneAuthorizer(),
  }));
}

function addRoutes(scope: Construct, httpApi: apigatewayv2.IHttpApi, paths: readonly string[], createOptions: () => RouteOptions): void {
  if (paths.length === 0) {
    return;
  }
  const options = createOptions(); // one integration and one authorizer for all of them
  for (const path of paths) {
    new apigatewayv2.HttpRoute(scope, `POST${path}`, {
      httpApi, routeKey: apigatewayv2.HttpRouteKey.with(path, apigatewayv2.HttpMethod.POST), ...options,
    });
  }
}

/** As `HttpSqsIntegration`, with a role that may use the key of the queue. */
class SendMessage extends apigatewayv2.HttpRouteIntegration {
  constructor(
    id: string, private readonly credentials: apigatewayv2.IntegrationCredentials, private readonly parameters: Readonly<Record<string, string>>,
  ) {
    super(id);
  }

  public bind(): apigatewayv2.HttpRouteIntegrationConfig {
    return {
      type: apigatewayv2.HttpIntegrationType.AWS_PROXY,
      subtype: apigatewayv2.HttpIntegrationSubtype.SQS_SEND_MESSAGE,
      credentials: this.credentials,
      connectionType: apigatewayv2.HttpConnectionType.INTERNET,
      payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_1_0,
      parameterMapping: Object.entries(this.parameters).reduce(
        (mapping, [name, value]) => mapping.custom(name, value), new apigatewayv2.ParameterMapping(),
      ),
    };
  }
}
