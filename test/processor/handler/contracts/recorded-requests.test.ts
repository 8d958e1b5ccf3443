import { recordedRequests } from '../../../fixtures/recorded-requests';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

/** Rows of all that an SDK sent, without what every row has from its message. */
async function rowsOf(file: string) {
  const rows = await Promise.all(recordedRequests(file).map(async ({ path, contentType, body }) => {
    const { events, quarantine } = await requestRows(sqsRecord({ body, attributes: { path, contentType } }), { maxEventBytes: 32_768 });
    expect(quarantine).toEqual([]);
    return events.map(({ received_at: _received, request_id: _request, sqs_message_id: _message, ingest_id: _ingest, ...row }) => row);
  }));
  return rows.flat();
}

test('cloudevents: structured and batch', async () => {
  const rows = await rowsOf('cloudevents');

  expect(rows[0]).toEqual({
    message_id: '/shop/checkout event-1',
    type: 'track',
    event: 'com.example.order.completed',
    original_timestamp: '2026-11-23T07:59:57.000Z',
    timestamp: '2026-11-23 07:59:57.000',
    source_contract: 'cloudevents',
    properties: '{"orderId":"o-1","total":12.5}',
    extra: '{"id":"event-1","source":"/shop/checkout","specversion":"1.0","datacontenttype":"application/json","subject":"order-1","tenant":"acme"}',
  });
  expect(rows.map(({ message_id: id }) => id)).toEqual(['/shop/checkout event-1', '/shop/checkout event-2', '/shop event-3', '/shop event-4']);
  expect(JSON.parse(rows[2].extra!)).toMatchObject({ data: 'plain text', datacontenttype: 'text/plain' });
  expect(JSON.parse(rows[3].extra!)).toMatchObject({ data_base64: 'AQID' });
});

test('posthog-node: a batch, plain and compressed', async () => {
  const rows = await rowsOf('posthog-node');

  expect(rows).toHaveLength(10);
  expect(rows[0]).toMatchObject({
    message_id: '01900000-0000-7000-8000-000000000001',
    type: 'track',
    event: 'Order Completed',
    user_id: 'user-1',
    original_timestamp: '2026-11-23T07:59:57.000Z',
    write_key: 'phc_example',
    ip: '203.0.113.9',
    source_contract: 'posthog',
    context: '{"ip":"203.0.113.9","library":{"name":"posthog-node","version":"5.70.0"}}',
  });
  expect(JSON.parse(rows[0].properties!)).toMatchObject({ total: 12.5, $lib: 'posthog-node' });
  expect(rows[0].sent_at).toMatch(/^2026-/);
  expect(rows.slice(1, 5)).toMatchObject([
    { type: 'identify', event: '$identify', traits: '{"plan":"pro"}' },
    { type: 'alias', user_id: 'user-1', previous_id: 'anonymous-1' },
    { type: 'group', group_id: 'acme', traits: '{"name":"Acme"}' },
    { type: 'page', event: '$pageview' },
  ]);
});

test('@amplitude/analytics-node: events, identify and groups', async () => {
  const rows = await rowsOf('amplitude-analytics-node');

  expect(rows[0]).toMatchObject({
    message_id: 'insert-1',
    type: 'track',
    event: 'Order Completed',
    user_id: 'user-1',
    anonymous_id: 'device-1',
    original_timestamp: '1795420797000',
    write_key: 'amplitude-key',
    ip: '203.0.113.9',
    source_contract: 'amplitude',
    properties: '{"total":12.5}',
    context: '{"ip":"203.0.113.9","library":{"name":"amplitude-node-ts/1.5.73"}}',
    extra: '{"options":{},"event_id":0}',
  });
  expect(rows.slice(1)).toMatchObject([
    { type: 'identify', traits: '{"$set":{"plan":"pro"}}' },
    { type: 'identify', traits: '{"$set":{"company":"acme"}}', extra: '{"options":{},"groups":{"company":"acme"},"event_id":2}' },
    { type: 'track', event: 'revenue_amount', properties: '{"$productId":"p","$quantity":2,"$price":3}' },
  ]);
});

test('@snowplow/node-tracker: page views, structured and self-describing events', async () => {
  const rows = await rowsOf('snowplow-node-tracker');

  expect(rows).toMatchObject([
    { type: 'page', event: 'Cart', user_id: 'user-1', context: '{"page":{"url":"https://example.com/cart","title":"Cart","referrer":"https://example.com/"}}' },
    { type: 'track', event: 'add', properties: '{"category":"cart","action":"add","label":"sku","property":"p","value":"2"}' },
    {
      type: 'track',
      event: 'order_completed',
      properties: '{"orderId":"o-1","total":12.5}',
      context: '{"contexts":[{"schema":"iglu:com.example/tenant/jsonschema/1-0-0","data":{"name":"acme"}}]}',
    },
    { type: 'track', event: 'second', properties: '{"a":1}' },
  ]);
  rows.forEach(row => {
    expect(row).toMatchObject({ source_contract: 'snowplow', message_id: expect.stringMatching(/^[0-9a-f-]{36}$/), original_timestamp: expect.stringMatching(/^\d{13}$/) });
    expect(JSON.parse(row.extra!)).toMatchObject({ aid: 'shop', tv: 'node-4.8.0', p: 'srv' });
  });
  expect(JSON.parse(rows[2].extra!)).toMatchObject({ schema: 'iglu:com.example/order_completed/jsonschema/1-0-0' });
});

test('@opentelemetry/exporter-logs-otlp-http: log records', async () => {
  const rows = await rowsOf('otlp-exporter-logs');

  expect(rows[0]).toMatchObject({
    type: 'track',
    event: 'order.completed',
    user_id: 'user-1',
    anonymous_id: 'session-1',
    original_timestamp: '1795420797123',
    timestamp: '2026-11-23 07:59:57.123',
    source_contract: 'otlp',
    properties: '{"user.id":"user-1","session.id":"session-1","total":12.5,"items":2,"paid":true,"tags":["a","b"],"nested":{"a":{"b":1}}}',
  });
  expect(JSON.parse(rows[0].context!)).toMatchObject({ resource: { 'service.name': 'shop', 'service.version': '4.12.1' }, scope: { name: 'checkout', version: '1.0.0' } });
  expect(JSON.parse(rows[0].extra!)).toMatchObject({ body: 'order completed', severityNumber: 9, severityText: 'INFO', timeUnixNano: '1795420797123000000' });
  expect(rows[1]).toMatchObject({ event: 'log' });
  expect(JSON.parse(rows[1].extra!)).toMatchObject({ body: { message: 'hello', n: 1 } });
});
