import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Admission, ANY_DOOR, NO_ROUTE } from './admission';
import type { LambdaAuthOptions } from './auth-options';

/** Lets requests in that a function of the user's lets in. */
export function thoseThatPass(handler: lambda.IFunction, options: LambdaAuthOptions): Admission {
  const header = options.identityHeader ?? 'Authorization';
  const resultsCacheTtl = options.resultsCacheTtl ?? Duration.minutes(5);

  return {
    name: 'IngestionAuth.lambda()',
    doors: ANY_DOOR,
    openRoutes: NO_ROUTE,
    carriesAuthorization: false,
    keyId: options.writeKeyIdName && `authorizer.${options.writeKeyIdName}`,
    resultsCacheSeconds: resultsCacheTtl.toSeconds(),
    guardRest: scope => ({
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizer: new apigateway.RequestAuthorizer(scope, 'Authorizer', {
        handler, resultsCacheTtl, identitySources: [apigateway.IdentitySource.header(header)],
      }),
    }),
    // With the payload and the policy of a REST API, so that one handler does for both.
    guardHttp: () => new authorizers.HttpLambdaAuthorizer('TelemetryAuthorizer', handler, {
      resultsCacheTtl, identitySource: [`$request.header.${header}`], responseTypes: [authorizers.HttpLambdaResponseType.IAM],
    }),
  };
}
