/** The alarms of a pipeline, in the order of the data's path; `docs/operations.md` has a section for each. */
export enum PipelineAlarm {
  /** No request has come in for a while. */
  DOOR_SILENT = 'DoorSilent',

  /** The door refuses many requests for good, for what the clients send. */
  DOOR_CLIENT_ERRORS = 'DoorClientErrors',

  /** The door puts many requests off with 429, because more come than it lets in. */
  DOOR_THROTTLED = 'DoorThrottled',

  /** The door can not store requests. */
  DOOR_SERVER_ERRORS = 'DoorServerErrors',

  /** Requests wait longer than was promised. */
  QUEUE_AGE = 'QueueAge',

  /** Requests failed again and again, and lie in the dead-letter queue. */
  DEAD_LETTERS = 'DeadLetters',

  /** Batches fail as a whole. */
  BATCH_ERRORS = 'BatchErrors',

  /** Batches are refused, because no environment is free for them. */
  BATCH_THROTTLES = 'BatchThrottles',

  /** Messages go back into the queue, because their rows could not be stored. */
  MESSAGES_RETURNED = 'MessagesReturned',

  /** The instances' vCPUs are busy, and scaling does not help. */
  INSTANCE_CPU = 'InstanceCpu',

  /** The instances' memory is nearly full. */
  INSTANCE_MEMORY = 'InstanceMemory',

  /** Lambda can not launch instances, keep them healthy, or end them. */
  INSTANCE_LIFECYCLE = 'InstanceLifecycle',

  /** The instances have nearly as many vCPUs as they may. */
  VCPU_CAP = 'VCpuCap',

  /** The execution environments on instances work on as many batches as they may. */
  ENVIRONMENT_CONCURRENCY = 'EnvironmentConcurrency',

  /** An ordinary function works on as many batches as it may. */
  FUNCTION_CONCURRENCY = 'FunctionConcurrency',

  /** Much of what was accepted can not be read as events. */
  QUARANTINE_SHARE = 'QuarantineShare',

  /** Events land later than was promised. */
  LANDING_LAG = 'LandingLag',
}
