import type { S3Error } from './s3-error';

/** Content of an element: text, elements one after the other by name, or nothing. */
export type XmlContent = string | number | boolean | undefined | XmlFields | readonly XmlFields[];

/** Elements by name; a list stands for an element that repeats. */
export interface XmlFields {
  readonly [name: string]: XmlContent;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

/** A document as S3 replies it. */
export function xmlDocument(root: string, fields: XmlFields): string {
  return `${DECLARATION}<${root} xmlns="${NAMESPACE}">${elements(fields)}</${root}>`;
}

/** The document of a refusal. */
export function xmlError({ code, message }: S3Error, resource: string, requestId: string): string {
  return `${DECLARATION}<Error>${elements({ Code: code, Message: message, Resource: resource, RequestId: requestId })}</Error>`;
}

/** Texts of the elements of a name, wherever they stand in a document. */
export function xmlTexts(document: string, name: string): string[] {
  return [...document.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => unescape(text));
}

function elements(fields: XmlFields): string {
  return Object.entries(fields).flatMap(([name, content]) => {
    const occurrences: readonly (XmlContent)[] = Array.isArray(content) ? content : [content];
    return occurrences.filter(occurrence => occurrence !== undefined).map(occurrence => `<${name}>${inner(occurrence)}</${name}>`);
  }).join('');
}

function inner(content: XmlContent): string {
  return typeof content === 'object' ? elements(content as XmlFields) : escape(String(content));
}

/** A reader would turn a bare carriage return into a line feed, and take other white space at the ends off. */
function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => NAMED[character]).replace(/[\u0000-\u001f]/g, character => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (entity, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) {
      return ENTITIES[name] ?? entity;
    }
    return String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16));
  });
}
