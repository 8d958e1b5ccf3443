/** How SQS names an error in each protocol, and the HTTP status of the query protocol; AWS JSON always answers 400. */
interface ErrorName {
  readonly type: string;
  readonly queryCode: string;
  readonly queryStatus: number;
}

const SQS = 'com.amazonaws.sqs#';
const FRAMEWORK = 'com.amazon.coral.service#';
const LEGACY = 'AWS.SimpleQueueService.';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
const ERROR_NAMES = {
  BatchEntryIdsNotDistinct: sqsError(`${LEGACY}BatchEntryIdsNotDistinct`, 'BatchEntryIdsNotDistinct'),
  BatchRequestTooLong: sqsError(`${LEGACY}BatchRequestTooLong`, 'BatchRequestTooLong'),
  CouldNotDetermineMessageSource: sqsError('CouldNotDetermineMessageSource', 'CouldNotDetermineMessageSource'),
  EmptyBatchRequest: sqsError(`${LEGACY}EmptyBatchRequest`, 'EmptyBatchRequest'),
  InvalidAction: { type: `${FRAMEWORK}UnknownOperationException`, queryCode: 'InvalidAction', queryStatus: 400 },
  InvalidAttributeName: sqsError('InvalidAttributeName', 'InvalidAttributeName'),
  InvalidAttributeValue: sqsError('InvalidAttributeValue', 'InvalidAttributeValue'),
  InvalidBatchEntryId: sqsError(`${LEGACY}InvalidBatchEntryId`, 'InvalidBatchEntryId'),
  InvalidMessageContents: sqsError('InvalidMessageContents', 'InvalidMessageContents'),
  InvalidParameterValue: { type: `${FRAMEWORK}InvalidParameterValueException`, queryCode: 'InvalidParameterValue', queryStatus: 400 },
  MalformedInput: { type: `${FRAMEWORK}SerializationException`, queryCode: 'MalformedInput', queryStatus: 400 },
  MissingParameter: { type: `${FRAMEWORK}MissingRequiredParameterException`, queryCode: 'MissingParameter', queryStatus: 400 },
  OverLimit: sqsError('OverLimit', 'OverLimit', 403),
  QueueDoesNotExist: sqsError(`${LEGACY}NonExistentQueue`, 'QueueDoesNotExist'),
  QueueNameExists: sqsError('QueueAlreadyExists', 'QueueNameExists'),
  ReceiptHandleIsInvalid: sqsError('ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid', 404),
  ResourceNotFound: sqsError('ResourceNotFoundException', 'ResourceNotFoundException', 404),
  TooManyEntriesInBatchRequest: sqsError(`${LEGACY}TooManyEntriesInBatchRequest`, 'TooManyEntriesInBatchRequest'),
} satisfies Record<string, ErrorName>;

function sqsError(queryCode: string, shape: string, queryStatus = 400): ErrorName {
  return { type: `${SQS}${shape}`, queryCode, queryStatus };
}

/** A request that SQS refuses, and that is the caller's fault. */
export class QueueError extends Error {
  readonly type: string;
  readonly queryCode: string;
  readonly queryStatus: number;

  constructor(code: keyof typeof ERROR_NAMES, message: string) {
    super(message);
    this.name = code;
    this.type = ERROR_NAMES[code].type;
    this.queryCode = ERROR_NAMES[code].queryCode;
    this.queryStatus = ERROR_NAMES[code].queryStatus;
  }
}
