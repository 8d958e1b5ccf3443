import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const EDGE = '130.176.0.1';

test.each([
  { case: 'what the door saw', attributes: { sourceIp: '192.0.2.1' }, ip: '192.0.2.1' },
  { case: 'what CloudFront saw', attributes: { sourceIp: EDGE, forwardedFor: `192.0.2.1, ${EDGE}` }, ip: '192.0.2.1' },
  { case: 'what CloudFront saw, before the door adds whom it has it from', attributes: { sourceIp: EDGE, forwardedFor: '192.0.2.1' }, ip: '192.0.2.1' },
  { case: 'not what the client wrote before', attributes: { sourceIp: EDGE, forwardedFor: `10.0.0.1, 192.0.2.1, ${EDGE}` }, ip: '192.0.2.1' },
  { case: 'what CloudFront saw, as IPv6', attributes: { sourceIp: EDGE, forwardedFor: `2001:db8::1,${EDGE}` }, ip: '2001:db8::1' },
  { case: 'what the door saw when there is nothing else', attributes: { sourceIp: EDGE, forwardedFor: EDGE }, ip: EDGE },
  { case: 'what the door saw when the header is empty', attributes: { sourceIp: EDGE, forwardedFor: ' , ' }, ip: EDGE },
])('the address of a row is $case', async ({ attributes, ip }) => {
  const { events: [row] } = await requestRows(sqsRecord({ body: '{"event":"Clicked"}', attributes }));

  expect(row.ip).toBe(ip);
});
