import { createHash } from 'node:crypto';
import { column, columnStart, writeMembers, writeObject } from './columns';
import { ContextColumns } from './context-columns';
import { EventFields } from './event-fields';
import { originOf } from './event-origin';
import { FieldColumns } from './field-columns';
import { mergedMembers } from './merged-members';
import type { RowBuffer } from './row-buffer';
import type { SeenIds } from './seen-ids';
import { TimeColumns } from './time-columns';
import { WriteKeyColumn } from './write-key-column';
import { athenaTimestamp } from '../../../wire/archive-columns';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import type { KeyRing } from '../../../write-keys/runtime/key-ring';
import type { FoundEvents } from '../contracts/contract';
import { OPEN_OBJECT } from '../json/characters';
import { isSame, kindOf } from '../json/json-values';
import type { ReceivedRequest } from '../request/received-request';
import { Unreadable } from '../request/unreadable';

const MESSAGE_ID = Buffer.from('{"message_id":');
const TYPE = columnStart('type');
const EVENT = columnStart('event');
const USER_ID = columnStart('user_id');
const ANONYMOUS_ID = columnStart('anonymous_id');
const GROUP_ID = columnStart('group_id');
const PREVIOUS_ID = columnStart('previous_id');
const PROPERTIES = columnStart('properties');
const TRAITS = columnStart('traits');
const INTEGRATIONS = columnStart('integrations');
const EXTRA = columnStart('extra');

const TRACK = Buffer.from('"track"');

/** How rows of a request are written. */
export interface RowSettings {
  readonly clockSkewDeadBandMs: number;
  /** Id of the invocation. */
  readonly ingestId: string;
  /** Ids of the batch, to count those that are there twice. */
  readonly seenIds: SeenIds;
  /** Write keys that are let in; absent when any is. */
  readonly keys?: KeyRing;
}

/** Writes the events of one request as rows: what the client wrote is copied, what all its rows share is made once. */
export class EventRows {
  private readonly fields: EventFields;
  private readonly columns: FieldColumns;
  private readonly times: TimeColumns;
  private readonly contexts: ContextColumns;
  private readonly sharedIntegrations: number;
  private readonly writeKey: WriteKeyColumn;
  private readonly tail: Buffer;
  private readonly seenIds: SeenIds;

  constructor(private readonly found: FoundEvents, private readonly request: ReceivedRequest, settings: RowSettings) {
    const { index, shared, contract } = found;
    const sharedColumns = shared && new FieldColumns(shared);
    this.fields = new EventFields(index);
    this.columns = new FieldColumns(this.fields);
    this.times = new TimeColumns(index, request.receivedAt, settings.clockSkewDeadBandMs, shared);
    this.contexts = new ContextColumns(index, sharedColumns?.objectOf('context') ?? 0, request);
    this.sharedIntegrations = sharedColumns?.objectOf('integrations') ?? 0;
    this.writeKey = new WriteKeyColumn(request, sharedColumns, settings.keys);
    this.seenIds = settings.seenIds;
    this.tail = Buffer.from([
      column('received_at', athenaTimestamp(request.receivedAt)),
      column('source_contract', contract),
      column('request_id', request.requestId),
      column('sqs_message_id', request.sqsMessageId),
      column('ingest_id', settings.ingestId),
      '}\n',
    ].join(''));
  }

  /** Writes the event at a position; of one that is refused nothing is written. */
  public write(row: RowBuffer, position: number, violations: string | null): void {
    const { index, events } = this.found;
    const event = events[position];
    if (index.firstByte(event) !== OPEN_OBJECT) {
      throw new Unreadable(QUARANTINE_CODES.wrongShape, `an event must be an object, got ${kindOf(index, event)}`);
    }
    const before = row.length;
    try {
      this.fields.read(event);
      this.writeColumns(row, position, violations);
    } catch (error) {
      row.cutTo(before);
      throw error;
    }
  }

  private writeColumns(row: RowBuffer, position: number, violations: string | null): void {
    const { columns } = this;
    if (columns.writeScalar(row, MESSAGE_ID, 'messageId')) {
      const { index } = this.found;
      const id = this.fields.valueOf('messageId');
      this.seenIds.note(index.text, index.start(id), index.end(id));
    } else {
      row.bytes(MESSAGE_ID);
      row.text(JSON.stringify(madeUpId(originOf(this.request, position))));
    }
    this.writeTypeAndName(row);
    columns.writeScalar(row, USER_ID, 'userId');
    columns.writeScalar(row, ANONYMOUS_ID, 'anonymousId');
    columns.writeScalar(row, GROUP_ID, 'groupId');
    columns.writeScalar(row, PREVIOUS_ID, 'previousId');
    this.times.write(row, this.fields, columns);
    columns.writeObject(row, PROPERTIES, 'properties');
    columns.writeObject(row, TRAITS, 'traits');
    this.writeIntegrations(row);
    this.writeExtra(row);
    this.contexts.write(row, columns.objectOf('context'));
    this.writeKey.write(row, columns);
    if (violations !== null) {
      row.text(column('schema_violations', violations));
    }
    row.bytes(this.tail);
  }

  private writeTypeAndName(row: RowBuffer): void {
    const { columns, fields, found: { index, type } } = this;
    const name = this.nameField();

    if (columns.hasText('type')) {
      if (name === undefined && isSame(index.text, index.start(fields.valueOf('type')), TRACK)) {
        throw new Unreadable(QUARANTINE_CODES.invalidField, 'event must be a string in a track call, got nothing');
      }
      columns.writeText(row, TYPE, 'type');
    } else if (name === undefined && (type === undefined || type === 'track')) {
      const detail = type === undefined ? 'type or event must be a string, got neither' : 'event must be a string in a track call, got nothing';
      throw new Unreadable(QUARANTINE_CODES.invalidField, detail);
    } else {
      row.text(column('type', type ?? 'track'));
    }
    if (name !== undefined) {
      columns.writeText(row, EVENT, name);
    }
  }

  private nameField(): 'event' | 'name' | undefined {
    if (this.columns.hasText('event')) {
      return 'event';
    }
    return this.columns.hasText('name') ? 'name' : undefined;
  }

  private writeIntegrations(row: RowBuffer): void {
    const { found: { index }, sharedIntegrations: shared } = this;
    const own = this.columns.objectOf('integrations');
    if (own !== 0 && shared !== 0) {
      writeMembers(row, INTEGRATIONS, index, mergedMembers(index, shared, own));
    } else if (own !== 0 || shared !== 0) {
      writeObject(row, INTEGRATIONS, index, own || shared);
    }
  }

  /** Writes the fields that have no column of their own, and those whose column holds another field, which goes first. */
  private writeExtra(row: RowBuffer): void {
    const { columns, fields } = this;
    if (columns.has('name') && columns.hasText('event')) {
      fields.others.push(fields.valueOf('name') - 1);
    }
    if (columns.has('timestamp') && columns.has('originalTimestamp')) {
      fields.others.push(fields.valueOf('timestamp') - 1);
    }
    writeMembers(row, EXTRA, fields.index, fields.others);
  }
}

/** The same for every delivery of a message and for its replays, so that copies of an event can be told. */
function madeUpId(origin: string): string {
  return createHash('sha256').update(origin).digest('hex').slice(0, 32);
}
