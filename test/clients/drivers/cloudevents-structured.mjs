import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents';
import { authorization, events, properties, refused, url } from './assignment.mjs';

const emit = emitterFor(httpTransport(`${url}/events`), { mode: Mode.STRUCTURED });

for (const event of events) {
  const cloudEvent = new CloudEvent({ type: event, source: '/matrix', data: properties });
  await emit(cloudEvent, { headers: { Authorization: authorization } }).catch(refused);
}
