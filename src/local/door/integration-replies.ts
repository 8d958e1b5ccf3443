import type { DoorReply } from './door-request';
import { compileTemplate, type MappingTemplate } from './mapping-template';
import type { QueueReply } from './queue-client';
import { Refusal } from './refusal';
import type { ResponseOverride } from './template-variables';
import type { RestReply } from '../template/rest-door';

interface CompiledReply {
  readonly pattern?: RegExp;
  readonly statusCode: number;
  readonly templates: ReadonlyMap<string, MappingTemplate>;
  readonly parameters: Readonly<Record<string, string>>;
}

const HEADER_PREFIX = 'method.response.header.';
const DEFAULT_TYPE = 'application/json';

/**
 * Makes the HTTP reply of what SQS answered, with the integration responses of the template.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
 */
export class IntegrationReplies {
  private readonly replies: readonly CompiledReply[];

  constructor(replies: readonly RestReply[]) {
    this.replies = replies.map(({ selectionPattern, statusCode, responseTemplates, responseParameters }) => ({
      pattern: selectionPattern ? new RegExp(`^(?:${selectionPattern})$`) : undefined,
      statusCode,
      templates: new Map(Object.entries(responseTemplates).map(([type, text]) => [type, compileTemplate(text)])),
      parameters: responseParameters,
    }));
  }

  /** The variables hold `$input` of the answer; what the template sets in `override` is obeyed. */
  public reply(answer: QueueReply, accept: string | undefined, variables: Record<string, unknown>, override: ResponseOverride): DoorReply {
    const chosen = this.replies.find(({ pattern }) => pattern?.test(String(answer.status))) ?? this.replies.find(({ pattern }) => !pattern);
    if (!chosen) {
      throw new Refusal('API_CONFIGURATION_ERROR', `no integration response takes status ${answer.status}, and none is the default`);
    }

    const type = accept !== undefined && chosen.templates.has(accept) ? accept : defaultType(chosen);
    const body = type === undefined ? answer.body : chosen.templates.get(type)!(variables);
    const headers = {
      'Content-Type': type ?? String(answer.headers['content-type'] ?? DEFAULT_TYPE),
      ...mappedHeaders(chosen.parameters, answer),
      ...override.header,
    };
    return { status: isStatus(override.status) ? override.status : chosen.statusCode, headers, body };
  }
}

function defaultType({ templates }: CompiledReply): string | undefined {
  return templates.has(DEFAULT_TYPE) ? DEFAULT_TYPE : [...templates.keys()][0];
}

function mappedHeaders(parameters: Readonly<Record<string, string>>, answer: QueueReply): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).flatMap(([destination, source]) => {
    const header = /^integration\.response\.header\.(.+)$/.exec(source)?.[1];
    const value = header === undefined ? /^'(.*)'$/.exec(source)?.[1] : answer.headers[header.toLowerCase()];
    return value === undefined ? [] : [[destination.slice(HEADER_PREFIX.length), String(value)]];
  }));
}

function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && Number(status) >= 100 && Number(status) < 600;
}
