import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { Admission, NO_ROUTE } from './admission';
import type { ApiKeyAuthOptions } from './auth-options';

/** Lets requests in that carry a key of API Gateway. */
export function apiKeyHolders(options: ApiKeyAuthOptions): Admission {
  return {
    name: 'IngestionAuth.apiKeys()',
    doors: ['REST API'],
    openRoutes: NO_ROUTE,
    carriesAuthorization: true, // proves nothing here: it may hold the write key of a client
    keyId: 'identity.apiKeyId',
    guardRest: (scope, { stage }) => {
      if (stage !== undefined) {
        createUsagePlan(scope, stage, options);
      }
      return { authorizationType: apigateway.AuthorizationType.NONE, apiKeyRequired: true };
    },
    guardHttp: () => {
      throw new Error('an HTTP API has no API keys'); // a rule has refused the pair before
    },
  };
}

function createUsagePlan(scope: Construct, stage: apigateway.Stage, { apiKeys, throttle, quota }: ApiKeyAuthOptions): void {
  const plan = new apigateway.UsagePlan(scope, 'UsagePlan', { throttle, quota, apiStages: [{ api: stage.restApi, stage }] });
  for (const key of apiKeys ?? [new apigateway.ApiKey(scope, 'ApiKey', { description: 'Lets a client send telemetry' })]) {
    plan.addApiKey(key);
  }
}
