import { createHash } from 'node:crypto';

/** A checksum of bytes that come one chunk after the other. */
export interface Checksum {
  update(bytes: Buffer): void;
  /** Its value in base64. */
  value(): string;
}

const CRC32 = crcTable(0xedb88320);
const CRC32C = crcTable(0x82f63b78);

/**
 * Makes a checksum of each kind that a client can have its upload checked with, by the header that carries it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export const CHECKSUMS: Readonly<Record<string, () => Checksum>> = {
  'content-md5': () => hash('md5'),
  'x-amz-checksum-crc32': () => crc(CRC32),
  'x-amz-checksum-crc32c': () => crc(CRC32C),
  'x-amz-checksum-sha1': () => hash('sha1'),
  'x-amz-checksum-sha256': () => hash('sha256'),
};

/** Whether a header carries a checksum of the body, be it of a kind that we know or not. */
export function isChecksumHeader(name: string): boolean {
  return /^(content-md5|x-amz-checksum-(?!mode|algorithm|type).+)$/.test(name);
}

function hash(algorithm: string): Checksum {
  const running = createHash(algorithm);
  return { update: bytes => void running.update(bytes), value: () => running.digest('base64') };
}

function crc(table: Uint32Array): Checksum {
  let register = 0xffffffff;
  return {
    update: bytes => {
      for (const byte of bytes) {
        register = table[(register ^ byte) & 0xff] ^ (register >>> 8);
      }
    },
    value: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE((register ^ 0xffffffff) >>> 0);
      return bytes.toString('base64');
    },
  };
}

function crcTable(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let entry = byte;
    for (let bit = 0; bit < 8; bit++) {
      entry = entry & 1 ? polynomial ^ (entry >>> 1) : entry >>> 1;
    }
    return entry;
  });
}
