import { QueueError } from '../queue-error';
import { requiredText, structures, type Fields } from './request-fields';

const MAXIMUM_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

/** Entries of a batch request. SQS refuses the whole batch for its form, but a single entry for its content. */
export function batchEntries(fields: Fields): Fields[] {
  const entries = structures(fields, 'Entries');
  if (entries.length === 0) {
    throw new QueueError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAXIMUM_ENTRIES) {
    throw new QueueError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${MAXIMUM_ENTRIES}. You have sent ${entries.length}.`);
  }

  const ids = new Set<string>();
  for (const entry of entries) {
    const id = typeof entry.Id === 'string' ? entry.Id : '';
    if (!ENTRY_ID.test(id)) {
      throw new QueueError('InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.');
    }
    if (ids.has(id)) {
      throw new QueueError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    }
    ids.add(id);
  }
  return entries;
}

/** Handles every entry of a batch, and reports which of them were refused. */
export function handleBatch(entries: readonly Fields[], handle: (entry: Fields) => Fields): Fields {
  const successful: Fields[] = [];
  const failed: Fields[] = [];
  for (const entry of entries) {
    const Id = requiredText(entry, 'Id');
    try {
      successful.push({ Id, ...handle(entry) });
    } catch (error) {
      if (!(error instanceof QueueError)) {
        throw error;
      }
      failed.push({ Id, SenderFault: true, Code: error.queryCode, Message: error.message });
    }
  }
  return {
    ...successful.length > 0 && { Successful: successful },
    ...failed.length > 0 && { Failed: failed },
  };
}
