/** How a pipeline is, as far as it can be seen from outside. */
export interface PipelineState {
  /** How a command is told which pipeline is meant, such as `--stack Telemetry`. */
  readonly choice: string;
  /** Absent for a local run, which has none. */
  readonly deployed?: DeployedState;
  readonly queue: QueueState;
  readonly deadLetters: number;
  readonly places: Places;
}

/** What only AWS has. */
export interface DeployedState {
  readonly alarms: readonly AlarmState[];
  /** Absent when the stack has none that reads the queue. */
  readonly mapping?: MappingState;
  readonly function?: FunctionState;
}

/** An alarm of the stack. */
export interface AlarmState {
  /** As docs/operations.md names it, or as CloudWatch does where it is no alarm of the library. */
  readonly name: string;
  readonly rings: boolean;
  /** Since when it is as it is. */
  readonly since?: string;
  readonly wrong: string;
  readonly first?: string;
  /** Section of docs/operations.md. */
  readonly section?: string;
}

/** What hands batches from the queue to the function. */
export interface MappingState {
  readonly state: string;
  readonly lastResult?: string;
}

/** What processes them. */
export interface FunctionState {
  readonly state: string;
  readonly reason?: string;
  readonly lastUpdate?: string;
  readonly lastUpdateReason?: string;
  readonly managedInstances: boolean;
}

/** Requests that wait. */
export interface QueueState {
  readonly waiting: number;
  readonly inHand: number;
  /** Absent where nobody measures it, or nothing waits. */
  readonly oldestSeconds?: number;
}

/** Names and addresses of the parts, as far as they are known. */
export interface Places {
  readonly endpoint?: string;
  readonly queue: string;
  readonly deadLetters?: string;
  readonly mapping?: string;
  readonly function?: string;
  readonly bucket?: string;
  readonly doorLog?: string;
  readonly functionLog?: string;
  readonly instanceLog?: string;
  readonly dashboard?: string;
}
