import { CloudEvent } from 'cloudevents';
import { authorization, events, properties, refused, url } from './assignment.mjs';

const body = JSON.stringify(events.map(event => new CloudEvent({ type: event, source: '/matrix', data: properties })));
const headers = { 'Content-Type': 'application/cloudevents-batch+json', Authorization: authorization };

let reply;
for (let attempt = 1; attempt <= 5; attempt += 1) {
  reply = await fetch(`${url}/events`, { method: 'POST', headers, body }).catch(error => error);
  if (reply.ok || ![429, 503, undefined].includes(reply.status)) {
    break;
  }
  await new Promise(resolve => setTimeout(resolve, 1_000));
}
if (!reply.ok) {
  refused(reply instanceof Error ? reply : `${reply.status} ${reply.statusText}`);
}
