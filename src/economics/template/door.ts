import { list, type ReadableTemplate } from './readable-template';
import type { DoorConfiguration } from '../configuration';

/** Bytes that a variable of an access log has on average. */
const LOGGED_VALUE = 'x'.repeat(18);

/** An API by its kind; without an id for one of another stack. */
export interface DoorPart {
  readonly doorKind: DoorConfiguration['kind'];
  readonly apiId?: string;
}

/** Reads what an API logs and lets in. */
export function readDoor(template: ReadableTemplate, { doorKind: kind, apiId }: DoorPart): DoorConfiguration {
  const [api, stage] = kind === 'rest'
    ? stageOf(template, 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'RestApiId', apiId)
    : stageOf(template, 'AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'ApiId', apiId);
  if (!api || !stage) {
    return { kind, accessLogBytes: 0 };
  }
  const format = stage.value(kind === 'rest' ? 'AccessLogSetting.Format' : 'AccessLogSettings.Format');
  const settings = kind === 'rest' ? list(stage, 'MethodSettings').find(isForAll) : stage.value('DefaultRouteSettings');
  const rate = (settings as { ThrottlingRateLimit?: unknown } | undefined)?.ThrottlingRateLimit;
  return {
    kind,
    accessLogBytes: typeof format === 'string' ? format.replace(/\$context[.\w]+/g, LOGGED_VALUE).length : 0,
    ...typeof rate === 'number' && { ratePerSecond: rate },
  };
}

/** Whether the API gives each message a group, so that no client holds up the others. */
export function sendsGroups(template: ReadableTemplate): boolean {
  return [
    ...template.resources('AWS::ApiGateway::Method').map(method => method.value('Integration.RequestTemplates')),
    ...template.resources('AWS::ApiGatewayV2::Integration').map(integration => integration.value('RequestParameters')),
  ].some(value => (JSON.stringify(value) ?? '').includes('MessageGroupId'));
}

function stageOf(template: ReadableTemplate, apiType: string, stageType: string, property: string, apiId: string | undefined) {
  const api = template.resources(apiType).find(({ logicalId }) => logicalId === apiId);
  return [api, api && template.resources(stageType).find(stage => template.names(stage.value(property), api))] as const;
}

function isForAll(setting: unknown): boolean {
  const { HttpMethod, ResourcePath } = setting as { HttpMethod?: unknown; ResourcePath?: unknown };
  return HttpMethod === '*' && ResourcePath === '/*';
}
