import type { SynthesizedHttpDoor } from './http-door';
import type { SynthesizedRestDoor } from './rest-door';
import type { StackResource, StackTemplate } from './stack-template';

/** Ways to tell who may send that cannot be verified on localhost. */
const UNVERIFIED: Readonly<Record<string, string | undefined>> = {
  AWS_IAM: 'the API asks for requests signed with AWS credentials; no signature is verified here, and every request is let in',
  JWT: 'the API asks for tokens (JWT); there is no issuer to verify them against here, and every request is let in',
  COGNITO_USER_POOLS: 'the API asks for tokens of Cognito; there is no user pool to verify them against here, and every request is let in',
};

/** What stands before the API on AWS, and not here: one line each. */
export function doorDifferences(template: StackTemplate, door: SynthesizedRestDoor | SynthesizedHttpDoor): string[] {
  const kinds = new Set((door.kind === 'rest' ? door.methods : door.routes).map(({ authorization }) => authorization));
  const unverified = [...kinds].flatMap(kind => UNVERIFIED[kind] ?? []);
  return [...unverified, ...apiKeyDifferences(door), ...domainDifferences(template, door.apiId), ...restDifferences(template, door.apiId)];
}

function apiKeyDifferences(door: SynthesizedRestDoor | SynthesizedHttpDoor): string[] {
  const keys = door.kind === 'rest' && door.methods.some(({ apiKeyRequired }) => apiKeyRequired) ? door.apiKeys : [];
  return keys.filter(({ madeUp }) => madeUp).map(({ id, value }) => `the API key ${id} is ${value} here; on AWS its value is another one`);
}

function domainDifferences(template: StackTemplate, apiId: string): string[] {
  const mapped = [
    ...template.resources('AWS::ApiGateway::BasePathMapping').filter(mapping => mapping.optionalText('RestApiId') === apiId),
    ...template.resources('AWS::ApiGatewayV2::ApiMapping').filter(mapping => mapping.optionalText('ApiId') === apiId),
  ].map(mapping => mapping.text('DomainName'));
  const domains = [...template.resources('AWS::ApiGateway::DomainName'), ...template.resources('AWS::ApiGatewayV2::DomainName')]
    .filter(domain => mapped.includes(domain.logicalId));

  return domains.flatMap(domain => [
    `the API has the domain name ${domain.text('DomainName')}; here it is reached at the address below, over plain HTTP`,
    ...asksForCertificates(domain) ? ['the API asks for client certificates (mutual TLS); none is asked for here'] : [],
  ]);
}

function asksForCertificates(domain: StackResource): boolean {
  return domain.value('MutualTlsAuthentication') !== undefined;
}

function restDifferences(template: StackTemplate, apiId: string): string[] {
  const differences: string[] = [];
  if (template.resources('AWS::WAFv2::WebACLAssociation').some(association => association.text('ResourceArn').includes(`/restapis/${apiId}/`))) {
    differences.push('the API stands behind a web ACL (WAF); none of its rules applies here');
  }
  if (template.resources('AWS::ApiGateway::Method').some(method => method.text('RestApiId') === apiId && method.value('RequestModels') !== undefined)) {
    differences.push('the API checks bodies against models; here they pass unchecked');
  }
  if (template.resources('AWS::ApiGateway::UsagePlan').some(plan => throttlesMethods(plan, apiId))) {
    differences.push('a usage plan has rates for single methods; here only the rate of the whole plan counts');
  }
  const api = template.resource(apiId);
  if (api.type === 'AWS::ApiGateway::RestApi' && api.list<string>('EndpointConfiguration.Types').includes('PRIVATE')) {
    differences.push('the API is private to VPC endpoints; here every program on this machine reaches it');
  }
  return differences;
}

function throttlesMethods(plan: StackResource, apiId: string): boolean {
  return plan.list<{ readonly ApiId?: string; readonly Throttle?: object }>('ApiStages')
    .some(({ ApiId, Throttle }) => ApiId === apiId && Object.keys(Throttle ?? {}).length > 0);
}
