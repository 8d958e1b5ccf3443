import { QUERY_PROTOCOL } from '../../src/local/queue/protocol/query-protocol';
import { heldBytes } from '../fixtures/forced-collection';
import { until } from '../fixtures/until';
import { ALL_DONE, numbered, watchMapping } from '../fixtures/watched-mapping';

const MEGABYTE = 1024 * 1024;

describe('a local run that stays open', () => {
  const watched = watchMapping();

  test('lets go of a batch once it is processed, while it waits for the next one', async () => {
    const records: WeakRef<object>[] = [];
    await watched.send(...numbered(30));

    await watched.startMapping({
      invoke: async ({ Records }) => {
        records.push(...Records.map(record => new WeakRef(record)));
        watched.events.length = 0;
        return ALL_DONE;
      },
    });
    await until(() => watched.handled === 30, 'all messages were handled');
    await heldBytes();

    expect(records).toHaveLength(30);
    expect(records.filter(record => record.deref() !== undefined)).toHaveLength(0);
  });
});

test('attributes of a message do not keep the form that it came in', async () => {
  const form = (index: number) => `Action=SendMessage&MessageBody=${'%7B'.repeat(MEGABYTE / 3)}`
    + `&MessageAttribute.1.Name=requestId&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=request-number-${index}`;
  const attributesOf = (body: string) => QUERY_PROTOCOL.read({ url: '/queue', headers: {}, body }).fields.MessageAttributes;
  const before = await heldBytes();

  const attributes = Array.from({ length: 20 }, (_, index) => attributesOf(Buffer.from(form(index)).toString()));
  const kept = await heldBytes() - before;

  expect(attributes[19]).toEqual({ requestId: { DataType: 'String', StringValue: 'request-number-19' } });
  expect(kept).toBeLessThan(MEGABYTE);
});
