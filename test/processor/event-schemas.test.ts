import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { EventSchemas, ManagedInstanceProcessor, SchemaMode, TelemetryArchive } from '../../src';
import { EventSchemas as LoadedSchemas } from '../../src/processor/handler/schemas/event-schemas';

const folder = mkdtempSync(join(tmpdir(), 'event-schemas-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ORDER = {
  type: 'object',
  required: ['orderId'],
  properties: {
    orderId: { type: 'string', minLength: 3 },
    email: { type: 'string', format: 'email' },
    items: { type: 'array', uniqueItems: true, items: { $ref: '#/definitions/item' } },
  },
  additionalProperties: false,
  definitions: { item: { type: 'object', properties: { price: { type: 'number' } } } },
};
const IDENTIFY = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties: { pair: { prefixItems: [{ type: 'string' }], items: false } } };

/** Synthesizes an app and returns the folder of the function's code, as it would be deployed. */
function codeFolder(eventSchemas: EventSchemas): string {
  const app = new App({ outdir: mkdtempSync(join(folder, 'out-')) });
  const stack = new Stack(app, 'Stack');
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(10) });
  new ManagedInstanceProcessor(stack, 'Processor', { queue, archive: new TelemetryArchive(stack, 'Archive'), eventSchemas });
  const { directory } = app.synth();
  const [made] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return join(directory, `asset.${made.Properties.Code.S3Key.split('.')[0]}`);
}

/** Loads deployed code where no package can be found. */
function deployed(code: string): LoadedSchemas {
  const elsewhere = mkdtempSync(join(folder, 'task-'));
  cpSync(code, elsewhere, { recursive: true });
  return LoadedSchemas.load(elsewhere);
}

describe('compiled into the code of the function', () => {
  const code = codeFolder(EventSchemas.combine(
    EventSchemas.inline({ 'Order Completed': ORDER }, { mode: SchemaMode.QUARANTINE }),
    EventSchemas.inline({ identify: IDENTIFY }),
  ));
  const schemas = deployed(code);
  const order = schemas.find('track', 'Order Completed')!;

  test('stand beside the handler', () => {
    expect(existsSync(join(code, 'index.js'))).toBe(true);
  });

  test('find nothing wrong with an event as it should be', () => {
    expect(order.violations('{"orderId":"o-1","email":"a@example.com","items":[{"price":1},{"price":2}]}')).toBeNull();
  });

  test('tell all that is wrong by place and what must hold, and no value', () => {
    const text = order.violations('{"orderId":"o1","email":"secret","items":[{"price":"secret"},{"price":"secret"}],"colour":"secret"}')!;

    expect(text.split('; ').sort()).toEqual([
      'properties must NOT have additional properties, got colour',
      'properties/email must match format "email"',
      'properties/items must NOT have duplicate items (items ## 0 and 1 are identical)',
      'properties/items/0/price must be number',
      'properties/items/1/price must be number',
      'properties/orderId must NOT have fewer than 3 characters',
    ]);
  });

  test('take an event without properties for one that has none of them', () => {
    expect(order.violations(null)).toBe('properties must have required property \'orderId\'');
  });

  test('describe properties of track, page and screen, and traits under the name of the call', () => {
    expect(schemas.find('page', 'Order Completed')).toBe(order);
    expect(schemas.find('track', 'Other')).toBeUndefined();
    expect(schemas.find('track', 'identify')).toBeUndefined();
    expect(schemas.find('track', '__proto__')).toBeUndefined();
    expect(schemas.find('identify', null)!.violations('{"pair":["a",1]}')).toBe('traits/pair must NOT have more than 1 items');
  });

  test('each keep their own mode', () => {
    expect([order.quarantines, schemas.find('identify', null)!.quarantines]).toEqual([true, false]);
  });

  test('keep their text short', () => {
    const items = Array.from({ length: 200 }, () => ({ price: 'x' }));

    expect(order.violations(JSON.stringify({ orderId: 'o-1', items }))!.length).toBeLessThanOrEqual(1_000);
  });
});

test('the asset changes with the schemas only, not with their order', () => {
  const hash = (schemas: { [name: string]: unknown }) => codeFolder(EventSchemas.inline(schemas)).split('asset.')[1];
  const first = hash({ a: ORDER, b: IDENTIFY });

  expect(hash({ b: IDENTIFY, a: ORDER })).toBe(first);
  expect(hash({ a: ORDER })).not.toBe(first);
});

test('a handler without schemas beside it checks nothing', () => {
  expect(LoadedSchemas.load(folder).isEmpty).toBe(true);
});

test('the files of a folder are named like their events', () => {
  const schemas = join(folder, 'schemas');
  mkdirSync(schemas);
  writeFileSync(join(schemas, 'Signed Up.json'), '{"required":["plan"]}');

  expect(deployed(codeFolder(EventSchemas.fromFolder(schemas))).find('track', 'Signed Up')!.violations('{}'))
    .toBe('properties must have required property \'plan\'');
});

test('a schema may refer to another by its id', () => {
  const schemas = EventSchemas.inline({
    Bought: { properties: { item: { $ref: 'https://example.com/item' } } },
    Item: { $id: 'https://example.com/item', type: 'string' },
  });

  expect(deployed(codeFolder(schemas)).find('track', 'Bought')!.violations('{"item":1}')).toBe('properties/item must be string');
});

describe('fails at synthesis', () => {
  test.each([
    ['for a schema that is none', EventSchemas.inline({ Bad: { type: 'text' } }), /got Bad: schema is invalid: data\/type must be equal to one of the allowed values/],
    ['for a reference to nothing', EventSchemas.inline({ Bad: { $ref: '#/definitions/none' } }), /got Bad: can't resolve reference #\/definitions\/none/],
    ['for a format that nobody knows', EventSchemas.inline({ Bad: { format: 'emial' } }), /got Bad: unknown format "emial"/],
    ['for another draft', EventSchemas.inline({ Bad: { $schema: 'http://json-schema.org/draft-04/schema#' } }), /got Bad with \$schema "http:\/\/json-schema.org\/draft-04/],
    ['for a file that is missing', EventSchemas.fromFiles({ Bad: join(folder, 'none.json') }), /got Bad from .*none\.json, which is not there/],
    ['for a folder that is missing', EventSchemas.fromFolder(join(folder, 'none')), /got no \.json file in .*none/],
    ['for an event that is described twice', EventSchemas.combine(EventSchemas.inline({ Bad: {} }), EventSchemas.inline({ Bad: {} })), /got Bad described twice/],
    ['for a schema that would answer later', EventSchemas.inline({ Bad: { $async: true } }), /got Bad: \$async is no keyword/],
  ])('%s', (_, schemas, message) => {
    expect(() => codeFolder(schemas)).toThrow(message);
    expect(() => codeFolder(schemas)).toThrow('[HandlerEventSchemas]');
  });
});
