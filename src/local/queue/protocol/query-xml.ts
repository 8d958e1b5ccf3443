import { isFields, type Fields } from '../operations/request-fields';

/** Singular names under which the entries of a list or map are written. */
const ENTRY_NAMES: Readonly<Record<string, string>> = {
  Attributes: 'Attribute',
  Failed: 'BatchResultErrorEntry',
  MessageAttributes: 'MessageAttribute',
  Messages: 'Message',
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Results: 'ListMessageMoveTasksResultEntry',
};

const MAPS = new Set(['Attributes', 'MessageAttributes']);

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };

/** XML of the members of a structure that is in the shape of AWS JSON. */
export function structureContent(fields: Fields, action = ''): string {
  return Object.entries(fields).map(([name, value]) => {
    const entryName = name === 'Successful' ? `${action}ResultEntry` : ENTRY_NAMES[name];
    if (Array.isArray(value)) {
      return value.map(entry => element(entryName, valueContent(entry))).join('');
    }
    if (isFields(value) && MAPS.has(name)) {
      return Object.entries(value).map(([key, entry]) => element(entryName, structureContent({ Name: key, Value: entry }))).join('');
    }
    return element(name, valueContent(value));
  }).join('');
}

/** An XML element around content that is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function valueContent(value: unknown): string {
  return isFields(value) ? structureContent(value) : String(value).replace(/[&<>"\r]/g, character => ESCAPES[character]);
}
