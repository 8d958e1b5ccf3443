import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LocalArchive } from '../../../src/local/archive/local-archive';
import { until } from '../../fixtures/until';

const BUCKET = 'archive';
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local' };

const outside = mkdtempSync(join(tmpdir(), 'telemetry-archive-'));
const folder = join(outside, 'objects');
let archive: LocalArchive;
let endpoint: string;
let s3: S3Client;

beforeEach(start);
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});
afterAll(() => rmSync(outside, { recursive: true }));

async function start(): Promise<void> {
  archive = new LocalArchive({ folder, buckets: [BUCKET] });
  endpoint = await archive.start();
  s3 = new S3Client({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 });
}

async function stop(): Promise<void> {
  s3.destroy();
  await archive.stop();
}

const put = async (Key: string, Body: string, ContentEncoding?: string) =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ContentEncoding }));
const get = async (Key: string) => s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
const read = async (Key: string) => (await get(Key)).Body!.transformToString();
const keys = async () => (await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents?.map(({ Key }) => Key) ?? [];

/** Sends what no SDK would. */
async function send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body = ''): Promise<{ status?: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(endpoint, { method, path, headers: { ...SIGNED, ...headers } }, response => {
      text(response).then(document => resolve({ status: response.statusCode, body: document }), reject);
    }).on('error', reject).end(body);
  });
}

test('keeps an object as a plain file under the name of its key', async () => {
  await put('events/dt=2026-11-23/hour=07/a.ndjson.gz', 'compressed', 'gzip');

  expect(readFileSync(join(folder, BUCKET, 'events/dt=2026-11-23/hour=07/a.ndjson.gz'), 'utf8')).toBe('compressed');
});

test('still knows the objects and their encoding after a restart', async () => {
  await put('a', 'compressed', 'gzip');

  await stop();
  await start();

  expect(await get('a')).toMatchObject({ ContentEncoding: 'gzip', ContentLength: 10 });
});

test('serves a file that somebody put into the folder', async () => {
  writeFileSync(join(folder, BUCKET, 'by-hand.json'), '{}');

  expect(await get('by-hand.json')).toMatchObject({ ContentLength: 2, ETag: '"99914b932bd37a50b983c5e7c90ae93b"' });
  expect(await keys()).toEqual(['by-hand.json']);
});

test('measures an object again whose file somebody changed', async () => {
  await put('a', 'as uploaded');

  writeFileSync(join(folder, BUCKET, 'a'), 'changed');

  expect(await get('a')).toMatchObject({ ContentLength: 7, ETag: `"${createHash('md5').update('changed').digest('hex')}"` });
});

test('leaves no empty folders behind', async () => {
  await put('a/b/c', 'body');

  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a/b/c' }));

  expect(readdirSync(join(folder, BUCKET))).toEqual([]);
});

describe('an upload that breaks off', () => {
  test('leaves no part of an object, and the former one untouched', async () => {
    await put('a', 'former');
    const upload = request(endpoint, { method: 'PUT', path: `/${BUCKET}/a`, headers: { ...SIGNED, 'content-length': 100 } });
    upload.on('error', () => {}).write('half of');
    await until(() => readdirSync(join(folder, '.local-archive', 'uploads')).length > 0, 'the upload began');

    upload.destroy();

    await until(() => readdirSync(join(folder, '.local-archive', 'uploads')).length === 0, 'the upload is gone');
    expect(await read('a')).toBe('former');
    expect(await keys()).toEqual(['a']);
  });

  test('is refused when the chunks end too early', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '5' };

    expect(await send('PUT', `/${BUCKET}/a`, headers, '5\r\nhe')).toMatchObject({ status: 400, body: expect.stringContaining('<Code>IncompleteBody</Code>') });
    expect(await keys()).toEqual([]);
  });

  test('is refused when it has fewer bytes than it says', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '6' };

    expect(await send('PUT', `/${BUCKET}/a`, headers, '5\r\nhello\r\n0\r\n\r\n')).toMatchObject({ status: 400, body: expect.stringContaining('<Code>IncompleteBody</Code>') });
    expect(await keys()).toEqual([]);
  });
});

test('says what is wrong with an upload while most of it is still to come', async () => {
  const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '5' };

  const refused = await send('PUT', `/${BUCKET}/a`, headers, `no size\r\n${'x'.repeat(10_000_000)}`);

  expect(refused).toMatchObject({ status: 400, body: expect.stringContaining('<Code>InvalidChunk</Code>') });
});

test('passes over the signatures of signed chunks', async () => {
  const headers = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'x-amz-decoded-content-length': '5', 'content-encoding': 'aws-chunked' };

  await send('PUT', `/${BUCKET}/a`, headers, '5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\n\r\n');

  expect(await read('a')).toBe('hello');
  expect((await get('a')).ContentEncoding).toBeUndefined();
});

describe('a key that no file system takes as it is', () => {
  test.each(['../../secret', '..', '.', 'a/../b', 'a//b', '/a', 'a/', 'dot.', 'line\nfeed', 'back\\slash', '%', '%2E%2E', 'C:'])('is kept as %j, inside its bucket', async key => {
    await put(key, 'body');

    expect(await read(key)).toBe('body');
    expect(await keys()).toEqual([key]);
    expect(readdirSync(outside)).toEqual(['objects']);
  });

  test('is refused when a part of it is longer than a file name can be', async () => {
    await expect(put('a'.repeat(300), 'body')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    expect(await keys()).toEqual([]);
  });

  test('is refused when it would be both a file and a folder', async () => {
    await put('a', 'body');

    await expect(put('a/b', 'body')).rejects.toThrow('no key can be the beginning of another one');
    expect(await read('a')).toBe('body');
  });
});

test.each([
  ['a bucket outside', `/..%2F/${BUCKET}`],
  ['a folder of the archive\'s own', '/.local-archive/uploads'],
])('has no bucket that is %s', async (_what, path) => {
  mkdirSync(join(outside, 'objects', BUCKET), { recursive: true });

  expect(await send('GET', path)).toMatchObject({ status: 404, body: expect.stringContaining('<Code>NoSuchBucket</Code>') });
});

test.each([
  ['a multipart upload', 'POST', `/${BUCKET}/a?uploads`, {}],
  ['a part of an object', 'GET', `/${BUCKET}/a`, { range: 'bytes=0-1' }],
  ['a copy', 'PUT', `/${BUCKET}/a`, { 'x-amz-copy-source': '/b/c' }],
  ['a condition on an ETag', 'PUT', `/${BUCKET}/a`, { 'if-match': '"x"' }],
  ['a condition on another ETag', 'PUT', `/${BUCKET}/a`, { 'if-none-match': '"x"' }],
  ['a checksum of an unknown kind', 'PUT', `/${BUCKET}/a`, { 'x-amz-checksum-crc64nvme': 'AAAA' }],
  ['an access control list', 'GET', `/${BUCKET}?acl`, {}],
])('refuses %s instead of passing over it', async (_what, method, path, headers) => {
  expect(await send(method, path, { 'content-length': 0, ...headers })).toMatchObject({ status: 501, body: expect.stringContaining('<Code>NotImplemented</Code>') });
  expect(existsSync(join(folder, BUCKET, 'a'))).toBe(false);
});

test('refuses a body of unknown length', async () => {
  expect(await send('PUT', `/${BUCKET}/a`, { 'transfer-encoding': 'chunked' }, 'body')).toMatchObject({ status: 411 });
});

test('refuses a body other than the one that was signed', async () => {
  const headers = { 'content-length': 4, 'x-amz-content-sha256': '0'.repeat(64) };

  expect(await send('PUT', `/${BUCKET}/a`, headers, 'body')).toMatchObject({ status: 400, body: expect.stringContaining('XAmzContentSHA256Mismatch') });
});

test('refuses a bucket whose name S3 would refuse', async () => {
  expect(await send('PUT', '/No_Bucket')).toMatchObject({ status: 400, body: expect.stringContaining('<Code>InvalidBucketName</Code>') });
});
