import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RestDoorOptions } from './door-options';
import type { DoorWiring, OpenDoor } from './ingestion-door';
import { createRestApi } from './rest-api';
import { addRestRoutes } from './rest-routes';

export const DEFAULT_STAGE = 'prod';

/** A REST API and where clients reach it. */
export interface StandingRestApi {
  readonly api: apigateway.IRestApi;
  /** Absent for an API whose stages others made. */
  readonly stage?: apigateway.Stage;
  readonly stageName: string;
  readonly url: string;
  readonly accessLogGroup?: logs.ILogGroup;
}

/** Builds a REST API, or takes one that is there, whose methods hand the request to SQS. */
export function openRestDoor(scope: Construct, wiring: DoorWiring, options: RestDoorOptions): OpenDoor {
  const standing = options.restApi ? standingApi(options.restApi, options) : createRestApi(scope, wiring, options);
  const { api, stageName, url, accessLogGroup } = standing;
  addRestRoutes(scope, standing, wiring, options);

  return {
    url,
    restApi: api,
    accessLogGroup,
    grantPost: grantee => iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [api.arnForExecuteApi('POST', '/*', stageName)],
    }),
    metricNames: { clientErrors: '4XXError', serverErrors: '5XXError' },
    get metricDimensions() {
      return { ApiName: api.restApiName, Stage: stageName }; // an API of another app may have no name here
    },
  };
}

function standingApi(api: apigateway.IRestApi, options: RestDoorOptions): StandingRestApi {
  const stage: apigateway.Stage | undefined = api.deploymentStage; // absent in an API of another app
  const stageName = options.stageName ?? stage?.stageName ?? DEFAULT_STAGE;
  const { region, urlSuffix } = Stack.of(api);
  return { api, stage, stageName, url: `https://${api.restApiId}.execute-api.${region}.${urlSuffix}/${stageName}/` };
}
