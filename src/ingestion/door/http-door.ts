import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log';
import { nameHttpApi } from './domain-name';
import type { HttpDoorOptions } from './door-options';
import { addHttpRoutes } from './http-routes';
import type { DoorWiring, OpenDoor } from './ingestion-door';
import { removableLogGroup } from '../../private/log-group';
import type { IngestionCors } from '../ingestion-cors';

const STAGE = '$default';

/** An HTTP API and where clients reach it. */
interface StandingHttpApi {
  readonly api: apigatewayv2.IHttpApi;
  readonly url: string;
  readonly accessLogGroup?: logs.ILogGroup;
}

/** Builds an HTTP API, or takes one that is there, whose routes hand the request to SQS. */
export function openHttpDoor(scope: Construct, wiring: DoorWiring, { httpApi }: HttpDoorOptions): OpenDoor {
  const { api, url, accessLogGroup } = httpApi ? { api: httpApi, url: `${httpApi.apiEndpoint}/`, accessLogGroup: undefined } : createHttpApi(scope, wiring);
  addHttpRoutes(scope, api, wiring);

  return {
    url,
    httpApi: api,
    accessLogGroup,
    grantPost: grantee => iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [api.arnForExecuteApi('POST', '/*', STAGE)],
    }),
    metricNames: { clientErrors: '4xx', serverErrors: '5xx' },
    metricDimensions: { ApiId: api.apiId, Stage: STAGE },
  };
}

function createHttpApi(scope: Construct, wiring: DoorWiring): StandingHttpApi {
  const accessLogGroup = removableLogGroup(scope, 'AccessLogs', wiring.logs);
  const api = new apigatewayv2.HttpApi(scope, 'HttpApi', {
    description: 'Takes telemetry and stores it in SQS',
    createDefaultStage: false,
    corsPreflight: wiring.cors && corsPreflight(wiring.cors),
    disableExecuteApiEndpoint: wiring.domain?.mutualTls && true, // else a client without certificate goes there
  });
  const stage = new apigatewayv2.HttpStage(scope, 'Stage', {
    httpApi: api,
    stageName: STAGE,
    autoDeploy: true,
    throttle: { rateLimit: wiring.throttlingRateLimit, burstLimit: wiring.throttlingBurstLimit },
    detailedMetricsEnabled: true,
    accessLogSettings: {
      destination: new apigatewayv2.LogGroupLogDestination(accessLogGroup),
      format: accessLogFormat({ path: '$context.routeKey', error: '$context.integrationErrorMessage' }, wiring.admission.keyId),
    },
  });
  return { api, url: wiring.domain ? nameHttpApi(scope, stage, wiring.domain) : stage.url, accessLogGroup };
}

function corsPreflight(cors: IngestionCors): apigatewayv2.CorsPreflightOptions {
  return { ...cors, allowMethods: [apigatewayv2.CorsHttpMethod.POST], exposeHeaders: ['Retry-After'] };
}
