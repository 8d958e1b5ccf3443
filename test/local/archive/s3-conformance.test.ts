import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListBucketsCommand,
  ListObjectsV2Command, PutObjectCommand, S3Client, paginateListObjectsV2, type ChecksumAlgorithm, type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { LocalArchive } from '../../../src/local/archive/local-archive';
import { VersityGateway, installVersityGateway } from '../../fixtures/versitygw';

interface S3Server {
  start(): Promise<string>;
  stop(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const BUCKET = 'telemetry-archive';

const whyNoVersityGateway = installVersityGateway();

describe('local archive', () => keepsWhatS3Promises(folder => new LocalArchive({ folder })));

(whyNoVersityGateway ? describe.skip : describe)(`versitygw${whyNoVersityGateway ? ` (skipped: ${whyNoVersityGateway})` : ''}`, () => {
  keepsWhatS3Promises(folder => new VersityGateway(folder, CREDENTIALS));
});

/** Every test below holds for S3, for our archive and for an implementation that shares no line with ours. */
function keepsWhatS3Promises(serverIn: (folder: string) => S3Server): void {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-archive-'));
  const server = serverIn(folder);
  let endpoint: string;
  let s3: S3Client;

  beforeAll(async () => {
    endpoint = await server.start();
    s3 = new S3Client({ endpoint, region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1, logger: SILENT });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });

  afterAll(async () => {
    s3.destroy();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const put = async (Key: string, Body: PutObjectCommandInput['Body'] = 'body', more: Partial<PutObjectCommandInput> = {}) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
  const read = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body!.transformToString();
  const list = async (Prefix: string, more: object = {}) => s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix, ...more }));
  const keysOf = ({ Contents = [] }: { Contents?: { Key?: string }[] }) => Contents.map(({ Key }) => Key);

  test('gives back an object with its encoding, type, metadata and checksum', async () => {
    const stored = await put('events/a.ndjson.gz', 'compressed', { ContentEncoding: 'gzip', ContentType: 'application/x-ndjson', Metadata: { rows: '7' } });

    const object = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'events/a.ndjson.gz', ChecksumMode: 'ENABLED' }));

    expect(await object.Body!.transformToString()).toBe('compressed');
    expect(object).toMatchObject({
      ContentEncoding: 'gzip', ContentType: 'application/x-ndjson', ContentLength: 10, Metadata: { rows: '7' }, ETag: stored.ETag, ChecksumCRC32: stored.ChecksumCRC32,
    });
    expect(stored.ETag).toBe(`"${createHash('md5').update('compressed').digest('hex')}"`);
  });

  test('tells of an object without its body', async () => {
    await put('head', 'four');

    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'head' }));

    expect(head).toMatchObject({ ContentLength: 4, ContentType: 'application/octet-stream', LastModified: expect.any(Date) });
  });

  test('stores a stream that comes in chunks with its checksum at the end', async () => {
    const chunks = [`${'{"a":1}\r\n'.repeat(1000)}`, 'x'.repeat(100_000), '{"b":2}'];

    await put('stream', Readable.from(chunks.map(chunk => Buffer.from(chunk))), { ContentLength: chunks.join('').length, ContentEncoding: 'gzip' });

    const object = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'stream' }));
    expect(await object.Body!.transformToString()).toBe(chunks.join(''));
    expect(object.ContentLength).toBe(chunks.join('').length);
  });

  test('refuses a stream of chunks that are too small, and stores nothing', async () => {
    const chunks = ['small', 'smaller'];

    const stored = put('crumbs', Readable.from(chunks.map(chunk => Buffer.from(chunk))), { ContentLength: chunks.join('').length });

    await expect(stored).rejects.toMatchObject({ name: 'InvalidChunkSizeError' });
    await expect(read('crumbs')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] satisfies ChecksumAlgorithm[])('accepts an object whose %s is right', async algorithm => {
    const stored = await put(`checked-${algorithm}`, 'whole', { ChecksumAlgorithm: algorithm });

    expect(stored[`Checksum${algorithm}`]).toEqual(expect.any(String));
  });

  test.each([
    ['CRC32', { ChecksumCRC32: 'AAAAAA==' }],
    ['CRC32C', { ChecksumCRC32C: 'AAAAAA==' }],
    ['SHA-256', { ChecksumSHA256: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    ['MD5', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
  ])('refuses an object whose %s is wrong, and stores nothing', async (_kind, checksum) => {
    await expect(put('damaged', 'whole', checksum)).rejects.toMatchObject({ name: 'BadDigest' });

    await expect(read('damaged')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('replaces an object, but not when it must be absent', async () => {
    await put('once', 'first');
    await put('once', 'second');

    await expect(put('once', 'third', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });

    expect(await read('once')).toBe('second');
  });

  test('lets one of many win that must be first', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, async (_, writer) => put('race', `writer ${writer}`, { IfNoneMatch: '*' })));

    const winners = outcomes.flatMap(({ status }, writer) => (status === 'fulfilled' ? [`writer ${writer}`] : []));
    expect(winners).toEqual([await read('race')]);
  });

  test.each([
    'plain', 'dt=2026-11-23/hour=07/x.ndjson.gz', 'white space + plus', 'größe/検索/😀', 'a&b<c>"d"\'e\'', 'per%20cent', 'colon:and|more*', 'a/.hidden', 'a/..b', 'tilde~!()',
  ])('keeps the key %j', async key => {
    await put(`keys/${key}`, key);

    expect(await read(`keys/${key}`)).toBe(key);
    expect(keysOf(await list('keys/'))).toContain(`keys/${key}`);
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: `keys/${key}` }));
    expect(keysOf(await list('keys/'))).not.toContain(`keys/${key}`);
  });

  test('lists page by page, in the order of the bytes of the keys', async () => {
    const keys = ['pages/B', 'pages/a/deep', 'pages/a-b', 'pages/é', 'pages/\uffee', 'pages/😀'];
    await Promise.all(keys.map(async key => put(key)));

    const pages = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: BUCKET, Prefix: 'pages/' })) {
      pages.push(keysOf(page));
    }

    expect(pages).toEqual([['pages/B', 'pages/a-b'], ['pages/a/deep', 'pages/é'], ['pages/\uffee', 'pages/😀']]);
  });

  test('lists folders as common prefixes, over pages and after a key', async () => {
    await Promise.all(['tree/a/1', 'tree/a/2', 'tree/b', 'tree/c/1'].map(async key => put(key)));

    const whole = await list('tree/', { Delimiter: '/' });
    const first = await list('tree/', { Delimiter: '/', MaxKeys: 1 });
    const second = await list('tree/', { Delimiter: '/', MaxKeys: 1, ContinuationToken: first.NextContinuationToken });
    const later = await list('tree/', { StartAfter: 'tree/a/1' });

    expect(keysOf(whole)).toEqual(['tree/b']);
    expect(whole.CommonPrefixes).toEqual([{ Prefix: 'tree/a/' }, { Prefix: 'tree/c/' }]);
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 1, CommonPrefixes: [{ Prefix: 'tree/a/' }] });
    expect(keysOf(second)).toEqual(['tree/b']);
    expect(keysOf(later)).toEqual(['tree/a/2', 'tree/b', 'tree/c/1']);
  });

  test('lists size, ETag and time', async () => {
    const { ETag } = await put('listed', 'four');

    expect((await list('listed')).Contents).toEqual([expect.objectContaining({ Key: 'listed', Size: 4, ETag, LastModified: expect.any(Date), StorageClass: 'STANDARD' })]);
  });

  test('lists nothing where there is nothing', async () => {
    expect(await list('nothing/at/all/')).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  test('deletes many objects at a time, absent ones too', async () => {
    await Promise.all(['many/a&b', 'many/c'].map(async key => put(key)));

    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: 'many/a&b' }, { Key: 'many/c' }, { Key: 'many/absent' }] } }));

    expect(Deleted!.map(({ Key }) => Key).sort()).toEqual(['many/a&b', 'many/absent', 'many/c']);
    expect(await list('many/')).toMatchObject({ KeyCount: 0 });
  });

  test('deletes an object that is not there', async () => {
    await expect(s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'never/there' }))).resolves.toMatchObject({ $metadata: { httpStatusCode: 204 } });
  });

  test('says that a key does not exist', async () => {
    await expect(read('absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'absent' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('says that a bucket does not exist', async () => {
    await expect(s3.send(new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'a', Body: 'b' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('lists buckets', async () => {
    expect((await s3.send(new ListBucketsCommand())).Buckets!.map(({ Name }) => Name)).toEqual([BUCKET]);
  });

  test('refuses a request that is not signed', async () => {
    await put('secret', 'secret');

    expect((await fetch(`${endpoint}/${BUCKET}/secret`)).status).toBe(403);
  });
}
