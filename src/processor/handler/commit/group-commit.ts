import { Allowance } from './allowance';
import { DEFAULT_COMMIT_SETTINGS, type CommitSettings } from './commit-settings';
import { compressionMethodOf, type CompressionMethod } from './compression';
import { ObjectUploads } from './object-uploads';
import type { ObjectWriter } from './object-writer';
import { OpenObject, type ObjectOwner } from './open-object';
import { PendingAppend, type Append, type CommitRows } from './pending-append';

/**
 * Lets invocations that run at the same time share objects, so that there are fewer and larger ones.
 *
 * Rows of many invocations go to one object for each folder. It is stored when it is large enough, when its rows have
 * waited long enough, when a deadline comes near, or when nobody is left to add to it. Each caller is told of its own rows
 * and only after the object that holds them was stored, which is the guarantee that an object for each caller would give.
 */
export class GroupCommit {
  private readonly settings: CommitSettings;
  private readonly method: CompressionMethod;
  private readonly memory: Allowance;
  private readonly uploads: ObjectUploads;
  private readonly open = new Map<string, OpenObject>();
  private readonly commits = new Set<Promise<void>>();
  private check?: NodeJS.Immediate;

  constructor(store: ObjectWriter, settings: Partial<CommitSettings> = {}) {
    this.settings = { ...DEFAULT_COMMIT_SETTINGS, ...settings };
    this.method = compressionMethodOf(this.settings.compression);
    this.memory = new Allowance(this.settings.maxHeldBytes);
    this.uploads = new ObjectUploads(store, this.settings);
  }

  /** Bytes held in memory: rows to be compressed, and objects that are not stored yet. */
  public get heldBytes(): number {
    return this.memory.used;
  }

  /** Takes rows to be stored. They wait, in the order of the calls, while there is no room for them. */
  public append(rows: CommitRows): Append {
    const append = new PendingAppend(rows, this.settings.answerMarginMs);
    if (append.isLate) {
      append.miss();
      return append;
    }

    const bytes = rows.lines.byteLength;
    if (this.memory.tryTake(bytes)) {
      this.add(rows, append);
    } else {
      append.whenLate = this.memory.waitFor(bytes, () => this.add(rows, append));
      this.makeRoom();
    }
    return append;
  }

  /** Stores what is open, and resolves once nothing is left: for the end of a process. */
  public async close(): Promise<void> {
    while (this.open.size > 0 || this.commits.size > 0) {
      this.flushAll();
      await Promise.all(this.commits);
    }
  }

  private add(rows: CommitRows, append: PendingAppend): void {
    append.accept();
    try {
      this.openObject(rows.folder).add(rows, append);
    } catch (error) {
      this.memory.giveBack(rows.lines.byteLength);
      append.fail(error);
      return;
    }
    if (this.settings.concurrency !== undefined) {
      // Not before the caller had the time to append to other folders.
      this.check ??= setImmediate(() => this.flushIfAllWait());
    }
  }

  private openObject(folder: string): OpenObject {
    const existing = this.open.get(folder);
    if (existing) {
      return existing;
    }
    const { method, settings, memory } = this;
    const owner: ObjectOwner = { method, settings, memory, due: object => this.flush(object), shrunk: () => this.makeRoom() };
    const object = new OpenObject(folder, owner);
    this.open.set(folder, object);
    return object;
  }

  private flushIfAllWait(): void {
    this.check = undefined;
    const waiting = new Set([...this.open.values()].flatMap(object => object.waitingInvocations));
    if (waiting.size >= this.settings.concurrency!) {
      this.flushAll();
    }
  }

  /** Stores the largest open object when rows wait for room which open objects alone keep from them. */
  private makeRoom(): void {
    const objects = [...this.open.values()];
    const heldByOpen = objects.reduce((held, object) => held + object.heldBytes, 0);
    const { wanted } = this.memory;
    if (wanted === undefined || this.memory.hasRoomFor(wanted, heldByOpen) || objects.some(object => object.isShrinking)) {
      return;
    }
    this.flush(objects.reduce((largest, object) => object.heldBytes > largest.heldBytes ? object : largest));
  }

  private flushAll(): void {
    this.open.forEach(object => this.flush(object));
  }

  private flush(object: OpenObject): void {
    if (this.open.get(object.folder) !== object) {
      return;
    }
    this.open.delete(object.folder);
    const commit = this.commit(object).finally(() => {
      this.commits.delete(commit);
      this.makeRoom();
    });
    this.commits.add(commit);
  }

  private async commit(object: OpenObject): Promise<void> {
    try {
      const body = await object.end();
      await this.uploads.put({ key: object.key, body, contentType: this.method.contentType }, object.abandoned);
      object.succeed(body.byteLength);
    } catch (error) {
      object.fail(error);
    } finally {
      object.release();
    }
  }
}
