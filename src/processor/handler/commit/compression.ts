import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Compression } from '../../../wire/environment';

/**
 * Bytes of one buffer of output. At the default of 16 KiB, the compressor comes back to the event loop eight times for
 * each megabyte of rows.
 */
const OUTPUT_BYTES = 256 * 1024;

/** A way to compress objects. */
export interface CompressionMethod {
  readonly extension: string;
  readonly contentType: string;
  readonly createStream: () => Transform;
}

/** Node 20 and the first releases of Node 22 are without zstd. */
type ZlibWithZstd = typeof zlib & {
  readonly createZstdCompress?: (options: { readonly chunkSize: number; readonly params: Readonly<Record<number, number>> }) => Transform;
  readonly constants: { readonly ZSTD_c_compressionLevel?: number };
};

/** Finds a way to compress in this version of Node, and throws when it has none of that name. */
export function compressionMethodOf(name: Compression): CompressionMethod {
  return name === 'zstd' ? zstd() : GZIP;
}

const GZIP: CompressionMethod = {
  extension: '.ndjson.gz',
  contentType: 'application/gzip',
  createStream: () => zlib.createGzip({ level: zlib.constants.Z_BEST_SPEED, chunkSize: OUTPUT_BYTES, memLevel: zlib.constants.Z_MAX_MEMLEVEL }),
};

function zstd(): CompressionMethod {
  const { createZstdCompress, constants: { ZSTD_c_compressionLevel: level } }: ZlibWithZstd = zlib;
  if (createZstdCompress === undefined || level === undefined) {
    throw new Error(`compression must be gzip on Node ${process.versions.node}, got zstd; Node has it from 22.15 on`);
  }
  return {
    extension: '.ndjson.zst',
    contentType: 'application/zstd',
    createStream: () => createZstdCompress({ chunkSize: OUTPUT_BYTES, params: { [level]: 1 } }),
  };
}
