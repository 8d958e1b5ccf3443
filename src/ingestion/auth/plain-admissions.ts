import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Admission, ANY_DOOR, ANY_ROUTE, NO_ROUTE } from './admission';

/** Lets requests in that are signed with AWS credentials. */
export function signedRequests(): Admission {
  return {
    name: 'IngestionAuth.iam()',
    doors: ANY_DOOR,
    openRoutes: NO_ROUTE,
    carriesAuthorization: false,
    signed: true,
    guardRest: () => ({ authorizationType: apigateway.AuthorizationType.IAM }),
    guardHttp: () => new authorizers.HttpIamAuthorizer(),
  };
}

/** Lets every request in. */
export function anyRequest(): Admission {
  return {
    name: 'IngestionAuth.none()',
    doors: ANY_DOOR,
    openRoutes: ANY_ROUTE,
    carriesAuthorization: true,
    guardRest: () => ({ authorizationType: apigateway.AuthorizationType.NONE }),
    guardHttp: () => new apigatewayv2.HttpNoneAuthorizer(),
  };
}
