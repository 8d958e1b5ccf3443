import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { IngestionDomainOptions } from '../ingestion-domain';

/** Gives a REST API a name, and returns its address under it. */
export function nameRestApi(scope: Construct, stage: apigateway.Stage, options: IngestionDomainOptions): string {
  const { domainName, certificate, basePath, mutualTls: mtls } = options;
  const domain = new apigateway.DomainName(scope, 'DomainName', {
    domainName, certificate, mtls, endpointType: apigateway.EndpointType.REGIONAL, securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
  });
  domain.addApiMapping(stage, { basePath });
  pointTo(scope, new targets.ApiGatewayDomain(domain), options);
  return addressUnder(options);
}

/** Gives an HTTP API a name, and returns its address under it. */
export function nameHttpApi(scope: Construct, stage: apigatewayv2.HttpStage, options: IngestionDomainOptions): string {
  const { domainName, certificate, basePath, mutualTls: mtls } = options;
  const domain = new apigatewayv2.DomainName(scope, 'DomainName', {
    domainName, certificate, mtls, endpointType: apigatewayv2.EndpointType.REGIONAL, securityPolicy: apigatewayv2.SecurityPolicy.TLS_1_2,
  });
  new apigatewayv2.ApiMapping(scope, 'ApiMapping', { api: stage.api, stage, domainName: domain, apiMappingKey: basePath });
  pointTo(scope, new targets.ApiGatewayv2DomainProperties(domain.regionalDomainName, domain.regionalHostedZoneId), options);
  return addressUnder(options);
}

function pointTo(scope: Construct, target: route53.IAliasRecordTarget, { hostedZone: zone, domainName }: IngestionDomainOptions): void {
  if (zone === undefined) {
    return;
  }
  const record = { zone, target: route53.RecordTarget.fromAlias(target), recordName: `${domainName}.` }; // the dot: a whole name, not one in the zone
  new route53.ARecord(scope, 'Ipv4Record', record);
  new route53.AaaaRecord(scope, 'Ipv6Record', record);
}

function addressUnder({ domainName, basePath }: IngestionDomainOptions): string {
  return `https://${domainName}/${basePath === undefined ? '' : `${basePath}/`}`;
}
