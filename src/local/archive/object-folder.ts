import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ObjectFactsFolder, type ObjectFacts } from './object-facts';
import { keyOfPath, pathOfKey } from './object-path';
import { S3Error } from './s3-error';

/** Folder of what is no object; no bucket can have a name that begins with a dot. */
const OWN_FOLDER = '.local-archive';

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What a file system says of a path that holds no object, be it a folder or below a file. */
const ABSENCE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ERR_FS_EISDIR'];

/** An object that is open for reading; whoever asked for it closes the file. */
export interface OpenObject extends ObjectFacts {
  readonly lastModified: Date;
  readonly file: FileHandle;
}

/** An object that has just been stored. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** The file that it is. */
  readonly file: string;
}

/**
 * Objects as plain files, `<bucket>/<key>`, in a folder that a person can look at.
 *
 * An object appears whole or not at all: it is written elsewhere and then moved into place.
 * The folder belongs to one process at a time; within it, what reads or changes names waits for its turn.
 */
export class ObjectFolder {
  private readonly facts: ObjectFactsFolder;
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string, private readonly onStored: (object: StoredObject) => void = () => {}) {
    this.facts = new ObjectFactsFolder(join(folder, OWN_FOLDER, 'facts'));
  }

  async createBucket(bucket: string): Promise<void> {
    if (!BUCKET_NAME.test(bucket)) {
      throw new S3Error(400, 'InvalidBucketName', `the name of a bucket must match ${BUCKET_NAME.source}, got '${bucket}'`);
    }
    await mkdir(join(this.folder, bucket), { recursive: true });
  }

  async buckets(): Promise<string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true }).catch(absent) ?? [];
    return entries.filter(entry => entry.isDirectory() && BUCKET_NAME.test(entry.name)).map(({ name }) => name).sort();
  }

  /** Lends a path to write an upload to; what is left there afterwards did not become an object, and goes. */
  async withUpload<Result>(upload: (file: string) => Promise<Result>): Promise<Result> {
    const file = join(this.folder, OWN_FOLDER, 'uploads', randomUUID());
    await mkdir(dirname(file), { recursive: true });
    try {
      return await upload(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Makes an uploaded file an object; false when there is one already and it must not be replaced. */
  async commit(bucket: string, key: string, file: string, facts: ObjectFacts, { replace }: { replace: boolean }): Promise<boolean> {
    const path = this.pathOf(bucket, key);
    return this.inTurn(async () => {
      if (!replace && await this.exists(path)) {
        return false;
      }
      try {
        await mkdir(dirname(path), { recursive: true });
        await this.facts.write(bucket, key, facts);
        await rename(file, path);
      } catch (error) {
        throw asRefusal(error);
      }
      this.onStored({ bucket, key, size: facts.size, file: path });
      return true;
    });
  }

  /** Opens an object; nothing when there is none. */
  async open(bucket: string, key: string): Promise<OpenObject | undefined> {
    const path = this.pathOf(bucket, key);
    return this.inTurn(async () => {
      const file = await open(path, 'r').catch(absent);
      const status = await file?.stat();
      if (!file || !status?.isFile()) {
        await file?.close();
        return undefined;
      }
      return { ...await this.facts.read(bucket, key, path, status.size), lastModified: status.mtime, file };
    });
  }

  /** Removes an object, and the folders that were there for it alone. */
  async delete(bucket: string, key: string): Promise<void> {
    const path = this.pathOf(bucket, key);
    await this.inTurn(async () => {
      await rm(path).catch(absent);
      await this.facts.delete(bucket, key);
      for (let parent = dirname(path); parent !== join(this.folder, bucket); parent = dirname(parent)) {
        if (!await rmdir(parent).then(() => true, () => false)) {
          return;
        }
      }
    });
  }

  /** Keys that begin with a prefix, in no order. */
  async keys(bucket: string, prefix: string): Promise<string[]> {
    const deepest = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')));
    const keys = await this.keysBelow(join(this.folder, bucket), deepest === '' ? '' : `${pathOfKey(deepest)}/`);
    return keys.filter(key => key.startsWith(prefix));
  }

  private async keysBelow(root: string, path: string): Promise<string[]> {
    const entries = await readdir(join(root, path), { withFileTypes: true }).catch(absent) ?? [];
    const keys = await Promise.all(entries.map(async entry =>
      entry.isDirectory() ? this.keysBelow(root, `${path}${entry.name}/`) : [keyOfPath(path + entry.name)]));
    return keys.flat();
  }

  private pathOf(bucket: string, key: string): string {
    return join(this.folder, bucket, pathOfKey(key));
  }

  private async exists(path: string): Promise<boolean> {
    return (await stat(path).catch(absent))?.isFile() ?? false;
  }

  private async inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const turn = this.lastTurn.then(action);
    this.lastTurn = turn.catch(() => {});
    return turn;
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (!ABSENCE.includes(error.code ?? '')) {
    throw error;
  }
}

function asRefusal(error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENAMETOOLONG': return new S3Error(400, 'KeyTooLongError', 'a part of the key between slashes is too long for the file system');
    case 'EEXIST': case 'ENOTDIR': case 'EISDIR': case 'ENOTEMPTY':
      return new S3Error(409, 'InvalidRequest', 'an object is a file here: no key can be the beginning of another one up to a slash');
    default: return error;
  }
}
