import type { Subject } from './subject';

/** One thing that a queue service does, as a client of AWS sees it. */
export interface Behaviour {
  /** A sentence that goes on from "a standard queue". */
  readonly does: string;
  /** Where ElasticMQ does otherwise than AWS: what it does instead. */
  readonly elasticMqInstead?: string;
  readonly check: (subject: Subject) => Promise<void>;
}
