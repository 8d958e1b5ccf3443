/**
 * The pieces of the handler that comes with this library, for handlers of one's own in TypeScript or JavaScript:
 *
 *     import { decodeRequest, GroupCommit, BucketWriter, answerEach } from 'cdk-telemetry-pipeline/lib/processing';
 *
 * They run in Lambda and know nothing of CDK. Types need `@types/aws-lambda`, and `BucketWriter` needs `@aws-sdk/client-s3`.
 */
export { answerEach } from './processor/handler/pieces/answer-each';
export {
  decodeRequest, type DecodedEvent, type DecodedRequest, type DecodingLimits, type UnreadableEvent,
} from './processor/handler/pieces/decode-request';
export { type CommitSettings } from './processor/handler/commit/commit-settings';
export { GroupCommit } from './processor/handler/commit/group-commit';
export { BucketWriter, type ObjectToStore, type ObjectWriter } from './processor/handler/commit/object-writer';
export { DeadlinePassedError, type Append, type CommitRows, type StoredObject } from './processor/handler/commit/pending-append';
export { type ReceivedRequest } from './processor/handler/request/received-request';
export { EVENTS_PREFIX, partitionFolder, QUARANTINE_PREFIX } from './wire/archive-layout';
export { ENVIRONMENT } from './wire/environment';
