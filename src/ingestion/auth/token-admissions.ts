import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Admission, ANY_DOOR, NO_ROUTE } from './admission';
import type { CognitoAuthOptions, JwtAuthOptions } from './auth-options';

/** Lets requests in that carry a token of an OpenID Connect issuer. */
export function tokenHolders({ issuer, audience }: JwtAuthOptions): Admission {
  return {
    name: 'IngestionAuth.jwt()',
    doors: ['HTTP API'],
    openRoutes: NO_ROUTE,
    carriesAuthorization: false,
    guardRest: () => {
      throw new Error('a REST API has no JWT authorizers'); // a rule has refused the pair before
    },
    guardHttp: () => new authorizers.HttpJwtAuthorizer('TelemetryAuthorizer', issuer, { jwtAudience: audience }),
  };
}

/** Lets requests in that carry a token of a user of Cognito. */
export function poolUsers(userPool: cognito.IUserPool, { userPoolClients, resultsCacheTtl }: CognitoAuthOptions): Admission {
  return {
    name: 'IngestionAuth.cognito()',
    doors: ANY_DOOR,
    openRoutes: NO_ROUTE,
    carriesAuthorization: false,
    resultsCacheSeconds: resultsCacheTtl?.toSeconds(),
    guardRest: scope => ({
      authorizationType: apigateway.AuthorizationType.COGNITO,
      authorizer: new apigateway.CognitoUserPoolsAuthorizer(scope, 'Authorizer', { cognitoUserPools: [userPool], resultsCacheTtl }),
    }),
    guardHttp: () => new authorizers.HttpUserPoolAuthorizer('TelemetryAuthorizer', userPool, { userPoolClients }),
  };
}
