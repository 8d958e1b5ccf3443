import type { Fields } from './request-fields';
import type { OnCallerGone } from '../store/receive-waiters';

/** One action of SQS, free of any protocol: fields in, fields out, a `QueueError` when it refuses. */
export type Operation = (fields: Fields, onCallerGone: OnCallerGone) => Fields | Promise<Fields>;

/** Actions by name. */
export type Operations = Readonly<Record<string, Operation>>;
