/** Namespace in CloudWatch of what the handler tells. */
export const METRIC_NAMESPACE = 'TelemetryPipeline';

/** What the handler tells of each batch; `docs/metrics.md` has a row for each. */
export const HANDLER_METRICS = {
  messagesReceived: 'MessagesReceived',
  messagesFailed: 'MessagesFailed',
  eventsAccepted: 'EventsAccepted',
  eventsLanded: 'EventsLanded',
  eventsQuarantined: 'EventsQuarantined',
  eventsRepeated: 'EventsRepeated',
  lag: 'Lag',
  duration: 'Duration',
  objectSize: 'ObjectSize',
  objectRows: 'ObjectRows',
} as const;

/** Dimensions that those metrics have: the first one always, the second one what is counted by reason. */
export const METRIC_DIMENSIONS = { functionName: 'FunctionName', reason: 'Reason' } as const;
