import { readForm } from '../../../../src/local/queue/protocol/query-form';

test('lists are read by their numbers, whatever their order in the form', () => {
  const form = new URLSearchParams('AttributeName.10=c&AttributeName.2=b&AttributeName.1=a');

  expect(readForm(form)).toEqual({ AttributeNames: ['a', 'b', 'c'] });
});

test('attributes of entries are read as those of messages', () => {
  const form = new URLSearchParams([
    ['SendMessageBatchRequestEntry.1.Id', 'one'],
    ['SendMessageBatchRequestEntry.1.DelaySeconds', '5'],
    ['SendMessageBatchRequestEntry.1.MessageAttribute.1.Name', 'trace'],
    ['SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType', 'Binary'],
    ['SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.BinaryValue', 'AA=='],
  ]);

  expect(readForm(form)).toEqual({
    Entries: [{ Id: 'one', DelaySeconds: 5, MessageAttributes: { trace: { DataType: 'Binary', BinaryValue: 'AA==' } } }],
  });
});

test('words that every object knows are fields like others', () => {
  const fields = readForm(new URLSearchParams('constructor=a&toString=b&__proto__=c&MessageAttribute.1.Name=__proto__'));

  expect(Object.entries(fields)).toEqual([['constructor', 'a'], ['toString', 'b'], ['__proto__', 'c'], ['MessageAttributes', expect.anything()]]);
  expect(Object.keys(fields.MessageAttributes as object)).toEqual(['__proto__']);
});

test('text that only starts as a number stays text', () => {
  expect(readForm(new URLSearchParams('DelaySeconds=1e3&WaitTimeSeconds=-1'))).toEqual({ DelaySeconds: '1e3', WaitTimeSeconds: -1 });
});
