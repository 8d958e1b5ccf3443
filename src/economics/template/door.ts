import { list, type ReadableResource, type ReadableTemplate } from './readable-template';
import type { DoorConfiguration } from '../configuration';

/** Bytes that a variable of an access log has on average. */
const LOGGED_VALUE = 'x'.repeat(18);

/** An API by its kind; without an id for one of another stack. */
export interface DoorPart {
  readonly doorKind: DoorConfiguration['kind'];
  readonly apiId?: string;
}

/** The API, if it stands in the template. */
export function apiOf(template: ReadableTemplate, { doorKind, apiId }: DoorPart): ReadableResource | undefined {
  return template.resources(doorKind === 'rest' ? 'AWS::ApiGateway::RestApi' : 'AWS::ApiGatewayV2::Api').find(({ logicalId }) => logicalId === apiId);
}

/** Reads what an API logs and lets in. */
export function readDoor(template: ReadableTemplate, part: DoorPart): DoorConfiguration {
  const { doorKind: kind } = part;
  const api = apiOf(template, part);
  const [stageType, property] = kind === 'rest' ? ['AWS::ApiGateway::Stage', 'RestApiId'] : ['AWS::ApiGatewayV2::Stage', 'ApiId'];
  const stage = api && template.resources(stageType).find(it => template.names(it.value(property), api));
  if (!stage) {
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
export function sendsGroups(template: ReadableTemplate, part: DoorPart): boolean {
  const api = apiOf(template, part);
  const ofApi = (type: string, property: string) =>
    template.resources(type).filter(it => api === undefined || template.names(it.value(property), api));
  return [
    ...ofApi('AWS::ApiGateway::Method', 'RestApiId').map(method => method.value('Integration.RequestTemplates')),
    ...ofApi('AWS::ApiGatewayV2::Integration', 'ApiId').map(integration => integration.value('RequestParameters')),
  ].some(value => (JSON.stringify(value) ?? '').includes('MessageGroupId'));
}

function isForAll(setting: unknown): boolean {
  const { HttpMethod, ResourcePath } = setting as { HttpMethod?: unknown; ResourcePath?: unknown };
  return HttpMethod === '*' && ResourcePath === '/*';
}
