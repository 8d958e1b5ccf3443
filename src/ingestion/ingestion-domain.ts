import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** A domain name of your own for the endpoint; its API has to be regional. */
export interface IngestionDomainOptions {
  /** The name, such as `collect.example.com`. */
  readonly domainName: string;

  /** Certificate for the name, in the region of the endpoint. */
  readonly certificate: acm.ICertificate;

  /**
   * First part of the path under the name, as in `https://collect.example.com/{basePath}/events`.
   *
   * @default - none
   */
  readonly basePath?: string;

  /**
   * Hosted zone of the name; records that point to the endpoint are made in it, for IPv4 and IPv6.
   *
   * @default - no records are made
   */
  readonly hostedZone?: route53.IHostedZone;

  /**
   * Asks every client for a certificate. The API then takes no request beside the domain name.
   *
   * @default - clients need no certificate
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
   */
  readonly mutualTls?: IngestionMutualTlsOptions;
}

/** Whose certificates clients must have. */
export interface IngestionMutualTlsOptions {
  /** Bucket of the truststore. */
  readonly bucket: s3.IBucket;

  /** Key of the truststore in it: certificates of the authorities, as PEM, at most 1,000 of them and 1 MB. */
  readonly key: string;

  /**
   * Version of the object; API Gateway reads a truststore anew only when this changes.
   *
   * @default - the bucket keeps no versions
   */
  readonly version?: string;
}
