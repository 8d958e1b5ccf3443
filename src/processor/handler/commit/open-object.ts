import { randomUUID } from 'node:crypto';
import type { Allowance } from './allowance';
import type { CommitSettings } from './commit-settings';
import type { CompressionMethod } from './compression';
import type { CommitRows, PendingAppend } from './pending-append';
import { RowCompressor } from './row-compressor';

/** What an object asks of the one who opens it. */
export interface ObjectOwner {
  readonly method: CompressionMethod;
  readonly settings: CommitSettings;
  readonly memory: Allowance;
  /** Called when the object has to take no more rows: it is full, or old, or broken. */
  readonly due: (object: OpenObject) => void;
  /** Called when rows were compressed, so that less memory is held. */
  readonly shrunk: () => void;
}

/** An object that is being written, and those who wait until it is stored. */
export class OpenObject {
  public readonly key: string;

  private readonly appends = new Set<PendingAppend>();
  private readonly invocations = new Set<string>();
  private readonly compressor: RowCompressor;
  private readonly unwanted = new AbortController();
  private rows = 0;
  private held = 0;
  private compressedBytes = 0;
  private timer?: NodeJS.Timeout;
  private dueAt = Infinity;

  constructor(public readonly folder: string, private readonly owner: ObjectOwner) {
    this.key = `${folder}${Date.now()}-${randomUUID()}${owner.method.extension}`;
    this.compressor = new RowCompressor(owner.method.createStream(), (rowBytes, outputBytes) => this.compressed(rowBytes, outputBytes));
    this.compressor.body.catch(() => owner.due(this));
    this.fallDueAt(Date.now() + owner.settings.maxWaitMs);
  }

  /** Bytes of memory that it takes: rows to be compressed, and what is compressed. */
  public get heldBytes(): number {
    return this.held;
  }

  /** Whether rows are being compressed, so that it is about to take less memory. */
  public get isShrinking(): boolean {
    return this.compressor.isBusy;
  }

  /** Aborted when nobody is left who could use the answer. */
  public get abandoned(): AbortSignal {
    return this.unwanted.signal;
  }

  /** Invocations that wait for it and have nothing more to append. */
  public get waitingInvocations(): string[] {
    return [...this.appends].filter(({ more }) => !more).map(({ invocation }) => invocation);
  }

  /** Adds rows, for which the memory was taken. */
  public add({ lines, released }: CommitRows, append: PendingAppend): void {
    append.whenLate = () => this.leave(append);
    this.appends.add(append);
    this.invocations.add(append.invocation);
    this.rows += append.count;
    this.held += lines.byteLength;
    this.fallDueAt(append.deadline - this.owner.settings.flushMarginMs);
    this.compressor.write(lines, released);
  }

  /** Takes no more rows, and resolves with all of them, compressed. */
  public async end(): Promise<Buffer> {
    clearTimeout(this.timer);
    this.compressor.end();
    const body = await this.compressor.body;
    this.hold(body.byteLength);
    return body;
  }

  /** Tells all who wait that it is stored. */
  public succeed(bytes: number): void {
    const stored = { key: this.key, bytes, rows: this.rows, invocations: this.invocations.size };
    this.appends.forEach(append => append.succeed(stored));
  }

  /** Tells all who wait that it is not stored. */
  public fail(error: unknown): void {
    this.appends.forEach(append => append.fail(error));
  }

  /** Gives back the memory. */
  public release(): void {
    this.hold(0);
  }

  private leave(append: PendingAppend): void {
    this.appends.delete(append);
    if (this.appends.size === 0) {
      this.owner.due(this);
      this.unwanted.abort();
      this.compressor.destroy();
    }
  }

  private fallDueAt(time: number): void {
    if (time >= this.dueAt) {
      return;
    }
    this.dueAt = time;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.owner.due(this), time - Date.now());
  }

  private compressed(rowBytes: number, outputBytes: number): void {
    this.hold(this.held - rowBytes + outputBytes);
    this.compressedBytes += outputBytes;
    if (this.compressedBytes >= this.owner.settings.objectBytes) {
      this.owner.due(this);
    }
    this.owner.shrunk();
  }

  private hold(bytes: number): void {
    const givenBack = this.held - bytes;
    this.held = bytes;
    this.owner.memory.giveBack(givenBack);
  }
}
