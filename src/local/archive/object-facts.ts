import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What is known of an object beside its bytes. */
export interface ObjectFacts {
  readonly size: number;
  /** MD5 of the bytes, in hexadecimal. */
  readonly etag: string;
  /** Headers that a reader gets back. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Header that S3 gives to an object that came without any. */
const DEFAULT_HEADERS = { 'content-type': 'binary/octet-stream' };

/** Remembers the facts of objects, in a folder of its own. */
export class ObjectFactsFolder {
  constructor(private readonly folder: string) {}

  async write(bucket: string, key: string, facts: ObjectFacts): Promise<void> {
    const path = this.pathOf(bucket, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(facts));
    await rename(`${path}.new`, path);
  }

  /** Facts of the object in a file. A file that came some other way than by an upload is measured. */
  async read(bucket: string, key: string, file: string, size: number): Promise<ObjectFacts> {
    const facts = await readFile(this.pathOf(bucket, key), 'utf8').then(text => JSON.parse(text) as ObjectFacts, () => undefined);
    return facts?.size === size ? facts : { size, etag: await md5Of(file), headers: DEFAULT_HEADERS };
  }

  async delete(bucket: string, key: string): Promise<void> {
    await rm(this.pathOf(bucket, key), { force: true });
  }

  /** The names are digests, so that keys of any length and shape have room. */
  private pathOf(bucket: string, key: string): string {
    return join(this.folder, bucket, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

async function md5Of(file: string): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(file)) {
    md5.update(chunk as Buffer);
  }
  return md5.digest('hex');
}
