import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Admission, ANY_DOOR, NO_ROUTE } from './admission';
import type { WriteKeyAuthOptions } from './auth-options';
import { createWriteKeyAuthorizer } from './write-key-authorizer';
import { KEY_IN_BODY_ROUTES } from '../../wire/routes';
import { WRITE_KEY_ID } from '../../wire/write-key-settings';
import type { WriteKeys } from '../../write-keys';

/** What a header with a write key looks like; another one is refused without asking the function, which costs. */
const HEADER_FORM = '^(?:[Bb]asic|[Bb]earer) +\\S+$';

/** Lets requests in that carry a write key. */
export function writeKeyHolders(keys: WriteKeys, options: WriteKeyAuthOptions): Admission {
  const resultsCacheTtl = options.resultsCacheTtl ?? Duration.minutes(5);

  return {
    name: 'IngestionAuth.writeKeys()',
    doors: ANY_DOOR,
    openRoutes: options.keysInBodies ? KEY_IN_BODY_ROUTES : NO_ROUTE,
    carriesAuthorization: false,
    keyId: `authorizer.${WRITE_KEY_ID}`,
    keysInBodies: options.keysInBodies ? keys : undefined,
    asksOurFunction: true,
    resultsCacheSeconds: resultsCacheTtl.toSeconds(),
    guardRest: (scope, _door, logs) => ({
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizer: new apigateway.TokenAuthorizer(scope, 'Authorizer', {
        handler: createWriteKeyAuthorizer(scope, keys, logs), resultsCacheTtl, validationRegex: HEADER_FORM,
      }),
    }),
    guardHttp: (scope, logs) => new authorizers.HttpLambdaAuthorizer('TelemetryAuthorizer', createWriteKeyAuthorizer(scope, keys, logs), {
      resultsCacheTtl, responseTypes: [authorizers.HttpLambdaResponseType.SIMPLE],
    }),
  };
}
