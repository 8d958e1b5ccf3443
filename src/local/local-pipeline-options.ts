import type { StoredObject } from './archive/object-folder';

/** What to run, and where to keep what comes of it. */
export interface LocalPipelineOptions {
  /** Folder that `cdk synth` wrote. */
  readonly assembly: string;
  /** Name of the stack; needed when several have a pipeline. */
  readonly stackName?: string;
  /** Folder that the objects are stored in, bucket by bucket. */
  readonly archiveFolder: string;
  /**
   * Port that clients post to.
   *
   * @default - any free one
   */
  readonly port?: number;
  /**
   * Called with the endpoints of queues and archive before the handler and its event source mapping use them.
   *
   * They use what it returns: a proxy that records, slows or disturbs, say. The door keeps its own way to the queue.
   *
   * @default - they are used as they are
   */
  readonly through?: (endpoints: LocalEndpoints) => Promise<LocalEndpoints>;
  /**
   * File with the write keys, as the secret or the parameter has them on AWS: a JSON object of key ids and keys.
   *
   * It is read each time that a function asks for the keys.
   *
   * @default - one key, made up and told in a notice
   */
  readonly writeKeysFile?: string;
  /** Called with each object that was stored. */
  readonly onStored?: (object: StoredObject) => void;
  /** Called with each line that the functions log. */
  readonly onLog?: (line: string) => void;
  /** Called with what the user should know: what differs from AWS, and what went wrong. */
  readonly onNotice?: (text: string) => void;
}

/** Where what stands for SQS and S3 is reached. */
export interface LocalEndpoints {
  /** Endpoint of the queues, for any client of SQS. */
  readonly sqsEndpoint: string;
  /** Endpoint of the archive, for any client of S3. */
  readonly s3Endpoint: string;
}
