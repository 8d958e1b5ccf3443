import { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { commitRows, noise } from './commit-rows';
import { compressionMethodOf } from '../../../../src/processor/handler/commit/compression';
import { GroupCommit } from '../../../../src/processor/handler/commit/group-commit';
import type { ObjectToStore, ObjectWriter } from '../../../../src/processor/handler/commit/object-writer';

const { zstdDecompressSync } = zlib as typeof zlib & { readonly zstdDecompressSync?: (body: Buffer) => Buffer };
const zlibModule = jest.requireActual<typeof zlib>('node:zlib');

/** Keeps what it is given. */
class Shelf implements ObjectWriter {
  public readonly objects: ObjectToStore[] = [];

  public async put(object: ObjectToStore): Promise<void> {
    this.objects.push(object);
  }
}

/** Replaces the compressor that Node has by one that fails, for as long as `run` takes. */
async function withGzip(createGzip: () => Transform, run: () => Promise<void>): Promise<void> {
  const real = Object.getOwnPropertyDescriptor(zlibModule, 'createGzip')!;
  Object.defineProperty(zlibModule, 'createGzip', { ...real, value: createGzip });
  try {
    await run();
  } finally {
    Object.defineProperty(zlibModule, 'createGzip', real);
  }
}

test('gzip is there on every version of Node', () => {
  expect(compressionMethodOf('gzip')).toMatchObject({ extension: '.ndjson.gz', contentType: 'application/gzip' });
});

// Node has zstd from 22.15 on; on 20 the error below is what there is to test.
(zstdDecompressSync ? test : test.skip)('zstd makes objects that say so in name and type', async () => {
  const shelf = new Shelf();
  const commit = new GroupCommit(shelf, { compression: 'zstd', concurrency: 1 });
  const text = noise(1_000_000);

  await commit.append(commitRows('one', { text })).stored;

  expect(shelf.objects).toEqual([expect.objectContaining({ key: expect.stringMatching(/\.ndjson\.zst$/), contentType: 'application/zstd' })]);
  expect(zstdDecompressSync!(shelf.objects[0].body).toString()).toBe(text);
});

(zstdDecompressSync ? test.skip : test)('zstd is refused by a version of Node without it, before any rows are taken', () => {
  expect(() => new GroupCommit(new Shelf(), { compression: 'zstd' })).toThrow(/^compression must be gzip on Node [\d.]+, got zstd; Node has it from 22\.15 on$/);
});

test('when the compressor fails, those who wait are told and the next rows go to another object', async () => {
  const shelf = new Shelf();
  const commit = new GroupCommit(shelf, { maxWaitMs: 30_000 });

  await withGzip(() => new Transform({ transform: (_chunk, _encoding, done) => done(new Error('out of memory')) }), async () => {
    const appends = ['one', 'two'].map(async name => commit.append(commitRows(name, { text: noise(600_000) })).stored);
    expect(await Promise.allSettled(appends)).toEqual(Array.from({ length: 2 }, () => ({ status: 'rejected', reason: new Error('out of memory') })));
  });
  expect(commit.heldBytes).toBe(0);
  const next = commit.append(commitRows('next')).stored;
  await commit.close();

  expect(await next).toMatchObject({ rows: 1, invocations: 1 });
  expect(shelf.objects).toHaveLength(1);
});

test('when there is no compressor to be had, the rows are refused and hold nothing', async () => {
  const commit = new GroupCommit(new Shelf());

  await withGzip(() => {
    throw new Error('no memory for a compressor');
  }, async () => expect(commit.append(commitRows('one')).stored).rejects.toThrow('no memory for a compressor'));

  expect(commit.heldBytes).toBe(0);
});
