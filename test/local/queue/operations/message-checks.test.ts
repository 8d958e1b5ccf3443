import { checkMessage } from '../../../../src/local/queue/operations/message-checks';
import type { MessageAttribute, MessageAttributes } from '../../../../src/local/queue/store/message';

const MEBIBYTE = 1024 * 1024;

interface AttributesCase {
  readonly what: string;
  readonly attributes: MessageAttributes;
}

function check(body: string, attributes: MessageAttributes = {}): () => void {
  return () => checkMessage(body, attributes, MEBIBYTE);
}

function text(value: string): MessageAttribute {
  return { DataType: 'String', StringValue: value };
}

describe('characters', () => {
  test.each([
    { what: 'an emoji of two code units', body: '😀' },
    { what: 'a family of emoji, joined', body: '👨‍👩‍👧‍👦' },
    { what: 'the last supplementary character', body: '\u{10FFFF}' },
    { what: 'tab, line feed and carriage return', body: '\t\n\r' },
    { what: 'the ends of the basic plane', body: ' \uD7FF\uE000\uFFFD' },
  ])('$what can be sent', ({ body }) => {
    expect(check(body)).not.toThrow();
  });

  test.each([
    { what: 'a null', body: 'a\u0000' },
    { what: 'a vertical tab', body: 'a\u000b' },
    { what: 'an escape', body: 'a\u001b' },
    { what: 'half an emoji', body: 'a\ud83d' },
    { what: 'the other half of an emoji', body: '\ude00a' },
    { what: 'a noncharacter', body: 'a\ufffe' },
  ])('$what cannot be sent', ({ body }) => {
    expect(check(body)).toThrow('Invalid characters found');
    expect(check('body', { name: text(body) })).toThrow('Invalid characters found');
  });
});

describe('size', () => {
  test('bytes are counted, of the body and of names, types and values of attributes', () => {
    const attributes = { name: text('😀'), bytes: { DataType: 'Binary', BinaryValue: Buffer.alloc(100).toString('base64') } };
    const attributeBytes = 'nameString'.length + 4 + 'bytesBinary'.length + 100;

    expect(check('x'.repeat(MEBIBYTE - attributeBytes), attributes)).not.toThrow();
    expect(check('x'.repeat(MEBIBYTE - attributeBytes + 1), attributes)).toThrow('Message must be shorter than 1048576 bytes');
  });
});

describe('attributes', () => {
  test.each<AttributesCase>([
    { what: 'a name of 256 characters', attributes: { ['n'.repeat(256)]: text('x') } },
    { what: 'a name with periods, hyphens and underscores', attributes: { 'a.b-c_d.1': text('x') } },
    { what: 'a name that only starts as a reserved one', attributes: { awsome: text('x') } },
    { what: 'a type with a label', attributes: { name: { DataType: 'Number.long long', StringValue: '7' } } },
    { what: 'a negative number with an exponent', attributes: { name: { DataType: 'Number', StringValue: '-1.5e10' } } },
    { what: 'a value of spaces', attributes: { name: text('  ') } },
    { what: 'ten attributes', attributes: Object.fromEntries(Array.from('abcdefghij', name => [name, text('x')])) },
  ])('$what can be sent', ({ attributes }) => {
    expect(check('body', attributes)).not.toThrow();
  });

  test.each<AttributesCase>([
    { what: 'a name of 257 characters', attributes: { ['n'.repeat(257)]: text('x') } },
    { what: 'a name that starts with a period', attributes: { '.name': text('x') } },
    { what: 'a name with two periods in a row', attributes: { 'a..b': text('x') } },
    { what: 'no name', attributes: { '': text('x') } },
    { what: 'a name reserved for Amazon, in any case', attributes: { 'aMaZoN.name': text('x') } },
    { what: 'a type that starts in lower case', attributes: { name: { DataType: 'string', StringValue: 'x' } } },
    { what: 'a type that only starts as a known one', attributes: { name: { DataType: 'Strings', StringValue: 'x' } } },
    { what: 'a type of 257 characters', attributes: { name: { DataType: `String.${'x'.repeat(250)}`, StringValue: 'x' } } },
    { what: 'a number of spaces', attributes: { name: { DataType: 'Number', StringValue: ' ' } } },
    { what: 'a string without value', attributes: { name: { DataType: 'String' } } },
    { what: 'a binary value without value', attributes: { name: { DataType: 'Binary', BinaryValue: '' } } },
    { what: 'bytes that say they are a string', attributes: { name: { DataType: 'String', BinaryValue: 'AA==' } } },
    { what: 'a value of both kinds', attributes: { name: { DataType: 'Binary', BinaryValue: 'AA==', StringValue: 'x' } } },
    { what: 'eleven attributes', attributes: Object.fromEntries(Array.from('abcdefghijk', name => [name, text('x')])) },
  ])('$what cannot be sent', ({ attributes }) => {
    expect(check('body', attributes)).toThrow();
  });
});
