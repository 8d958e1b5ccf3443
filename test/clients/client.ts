import { join } from 'node:path';
import type { DoorName } from './door-under-test';
import type { SituationId } from './situations';

/** Folder of the programs and pages that use the clients, with the lists of what they need. */
export const DRIVERS = join(__dirname, 'drivers');

/** What a client runs on; where it is missing, the client is skipped. */
export type Runtime = 'node' | 'python' | 'browser';

/** A client as its users install it, and how it is pointed here. */
export interface Client {
  /** Names the client in the record of outcomes. */
  readonly id: string;
  /** What the page calls it. */
  readonly name: string;
  /** How it is used, where there are several ways. */
  readonly variant?: string;
  readonly runtime: Runtime;
  /** Name under which the package is installed; what a browser has by itself needs none. */
  readonly packageName?: string;
  /** File in `drivers/` that sends events with it. */
  readonly driver: string;
  /** Variables that tell one use of a driver from another. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What a user writes to point it at an endpoint. */
  readonly setting: string;
  /** What a user should know besides. */
  readonly notes?: readonly ClientNote[];
}

/** Why a client does what it does, where events do not simply arrive once. */
export interface ClientNote {
  readonly situations: readonly SituationId[];
  /**
   * Doors that it is about.
   *
   * @default - both
   */
  readonly door?: DoorName;
  readonly text: string;
}
