import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';

/**
 * Who may send telemetry.
 */
export abstract class IngestionAuth {
  /**
   * Callers that sign their requests with AWS credentials (SigV4) and were granted `grantPost`.
   *
   * For services inside AWS. Client devices that hold no AWS credentials cannot send.
   */
  public static iam(): IngestionAuth {
    return new SignedRequests();
  }

  /**
   * Anybody who knows the address.
   *
   * The throttle is then all that stands between the internet and the bill.
   */
  public static none(): IngestionAuth {
    return new AnyRequest();
  }

  /** @internal */
  public abstract _forRestMethod(): apigateway.MethodOptions;

  /** @internal */
  public abstract _forHttpRoute(): apigatewayv2.IHttpRouteAuthorizer;
}

class SignedRequests extends IngestionAuth {
  public _forRestMethod(): apigateway.MethodOptions {
    return { authorizationType: apigateway.AuthorizationType.IAM };
  }

  public _forHttpRoute(): apigatewayv2.IHttpRouteAuthorizer {
    return new authorizers.HttpIamAuthorizer();
  }
}

class AnyRequest extends IngestionAuth {
  public _forRestMethod(): apigateway.MethodOptions {
    return { authorizationType: apigateway.AuthorizationType.NONE };
  }

  public _forHttpRoute(): apigatewayv2.IHttpRouteAuthorizer {
    return new apigatewayv2.HttpNoneAuthorizer();
  }
}
