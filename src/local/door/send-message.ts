import { urlEncode } from './form-encoding';
import { Refusal } from './refusal';

interface MessageAttribute {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Parameters of the first-class integration that go to SQS as they are. */
const PLAIN_PARAMETERS = ['MessageBody', 'DelaySeconds', 'MessageDeduplicationId', 'MessageGroupId'];

/** Writes the parameters of the integration `SQS-SendMessage` as a form of SQS's query API. */
export function sendMessageForm(parameters: Readonly<Record<string, string | undefined>>): string {
  const fields = [['Action', 'SendMessage'], ['Version', '2012-11-05']];
  for (const name of PLAIN_PARAMETERS) {
    if (parameters[name] !== undefined) {
      fields.push([name, parameters[name]]);
    }
  }
  for (const [index, [name, attribute]] of Object.entries(readAttributes(parameters.MessageAttributes)).entries()) {
    const prefix = `MessageAttribute.${index + 1}`;
    fields.push([`${prefix}.Name`, name]);
    for (const [part, value] of Object.entries(attribute)) {
      fields.push([`${prefix}.Value.${part}`, String(value)]);
    }
  }
  return fields.map(([name, value]) => `${name}=${urlEncode(value)}`).join('&');
}

function readAttributes(json: string | undefined): Record<string, MessageAttribute> {
  try {
    return JSON.parse(json ?? '{}') as Record<string, MessageAttribute>;
  } catch {
    throw new Refusal('BAD_REQUEST_PARAMETERS', `MessageAttributes must be JSON, got ${json}`);
  }
}
