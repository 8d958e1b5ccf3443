/**
 * Pages send to their own origin: CloudFront passes `/telemetry/*` on to the endpoint, and everything else to the site.
 *
 * Browsers then ask no permission before a request, and fewer of them block it. The stage has the name of the path, so that
 * nothing has to be rewritten; the address of the client is the one that CloudFront saw.
 */
import { IngestionAuth, IngestionDoor, TelemetryPipeline } from 'cdk-telemetry-pipeline';
import { App, Fn, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';

const app = new App();
const stack = new Stack(app, 'SameOrigin');

const telemetry = new TelemetryPipeline(stack, 'Telemetry', {
  ingestion: {
    door: IngestionDoor.restApi({ stageName: 'telemetry', behindCloudFront: true }),
    authorization: IngestionAuth.none(),
  },
});

new cloudfront.Distribution(stack, 'Site', {
  defaultBehavior: { origin: new origins.HttpOrigin('www.example.com'), viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS },
  additionalBehaviors: {
    '/telemetry/*': {
      origin: new origins.HttpOrigin(Fn.select(2, Fn.split('/', telemetry.ingestion.url))),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    },
  },
});
