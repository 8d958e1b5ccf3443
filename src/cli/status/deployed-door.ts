import type { StackParts } from './stack-parts';

/** The address that clients post to: a domain of one's own, or the one that API Gateway gives; several doors are none that is known. */
export function doorOf(parts: StackParts, region: string): string | undefined {
  const domains = [...parts.names('AWS::ApiGateway::DomainName'), ...parts.names('AWS::ApiGatewayV2::DomainName')];
  if (domains.length === 1) {
    return `https://${domains[0]}/`;
  }
  const apis = [...parts.names('AWS::ApiGateway::RestApi'), ...parts.names('AWS::ApiGatewayV2::Api')];
  const stages = [...parts.names('AWS::ApiGateway::Stage'), ...parts.names('AWS::ApiGatewayV2::Stage')];
  if (apis.length !== 1 || stages.length !== 1) {
    return undefined;
  }
  const path = stages[0] === '$default' ? '' : `${stages[0]}/`;
  return `https://${apis[0]}.execute-api.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/${path}`;
}
