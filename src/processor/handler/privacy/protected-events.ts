import type { Privacy } from './privacy';
import type { FoundEvents } from '../contracts/contract';
import { JsonIndex } from '../json/json-index';
import { textAt } from '../json/json-values';
import type { ReceivedRequest } from '../request/received-request';
import { EventFields, type FieldName } from '../rows/event-fields';

const SHARED_FIELDS: readonly FieldName[] = ['sentAt', 'writeKey', 'context', 'integrations'];

/** A request as its rows may tell of it. */
export function protectedRequest(request: ReceivedRequest, privacy: Privacy): ReceivedRequest {
  return { ...request, ip: privacy.protectIp(request.ip), userAgent: privacy.protectUserAgent(request.userAgent) };
}

/** The same events without what must not be stored, as a text of their own. */
export function protectedEvents(found: FoundEvents, privacy: Privacy): FoundEvents {
  const { index, events, broken, shared } = found;
  if (!privacy.mayConcern(index.text)) {
    return found;
  }
  const sharedText = shared && `{${SHARED_FIELDS.filter(field => shared.valueOf(field) !== 0)
    .map(field => `"${field}":${textAt(index, shared.valueOf(field))}`).join(',')}}`;
  const texts = [sharedText ?? '{}', ...events.map((event, position) => broken?.has(position) ? 'null' : textAt(index, event))]
    .map(text => privacy.protectEvent(text));

  const copy = new JsonIndex(Buffer.from(texts.join('\n')), new Int32Array(0));
  let start = 0;
  const values = texts.map(text => {
    const end = start + Buffer.byteLength(text);
    const value = copy.add(start, end);
    start = end + 1;
    return value;
  });
  return { ...found, index: copy, events: values.slice(1), shared: shared && new EventFields(copy).read(values[0]) };
}
