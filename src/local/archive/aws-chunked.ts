import { S3Error } from './s3-error';

/** Longer than any line of the encoding, signatures included. */
const MAX_LINE_BYTES = 4096;

/** Least bytes of a chunk that is not the last one. */
const LEAST_CHUNK_BYTES = 8192;

const LINE_END = '\r\n';

/**
 * Takes the `aws-chunked` encoding off a body; fields that follow the last chunk are added to `trailers`.
 *
 * Signatures of chunks are passed over.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  const reader = new ChunkReader(source);

  let isLast = false;
  for (let size = await chunkSize(reader); size > 0; size = await chunkSize(reader)) {
    if (isLast) {
      throw new S3Error(403, 'InvalidChunkSizeError', `Only the last chunk is allowed to have a size less than ${LEAST_CHUNK_BYTES} bytes`);
    }
    isLast = size < LEAST_CHUNK_BYTES;
    yield* reader.bytes(size);
    if (await reader.line() !== '') {
      throw malformed('a chunk is longer than it says');
    }
  }

  for (let field = await reader.line(); field !== ''; field = await reader.line()) {
    const [, name, value] = /^([^:]+):(.*)$/.exec(field) ?? [];
    if (name === undefined) {
      throw malformed('a trailer has no colon');
    }
    trailers.set(name.toLowerCase(), value.trim());
  }
}

async function chunkSize(reader: ChunkReader): Promise<number> {
  const [size] = (await reader.line()).split(';');
  if (!/^[0-9a-f]{1,8}$/i.test(size)) {
    throw malformed('a chunk does not begin with its size');
  }
  return parseInt(size, 16);
}

/** Reads lines and counted bytes out of a stream. */
class ChunkReader {
  private readonly source: AsyncIterator<Buffer>;
  private unread: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.unread.indexOf(LINE_END);
      if (end >= 0) {
        const line = this.unread.toString('latin1', 0, end);
        this.unread = this.unread.subarray(end + LINE_END.length);
        return line;
      }
      if (this.unread.length > MAX_LINE_BYTES) {
        throw malformed('a line does not end');
      }
      await this.more();
    }
  }

  async* bytes(count: number): AsyncGenerator<Buffer> {
    for (let missing = count; missing > 0;) {
      if (this.unread.length === 0) {
        await this.more();
      }
      const part = this.unread.subarray(0, missing);
      this.unread = this.unread.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }

  private async more(): Promise<void> {
    const { done, value } = await this.source.next();
    if (done) {
      throw new S3Error(400, 'IncompleteBody', 'The request body terminated unexpectedly');
    }
    this.unread = this.unread.length === 0 ? value : Buffer.concat([this.unread, value]);
  }
}

function malformed(reason: string): S3Error {
  return new S3Error(400, 'InvalidChunk', `the aws-chunked body is malformed: ${reason}`);
}
