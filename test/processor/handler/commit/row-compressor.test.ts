import { Transform } from 'node:stream';
import { createGzip, gunzipSync } from 'node:zlib';
import { noise } from './commit-rows';
import { RowCompressor } from '../../../../src/processor/handler/commit/row-compressor';
import { until } from '../../../fixtures/until';

const write = (compressor: RowCompressor, text: string) => compressor.write(Buffer.from(text));

/** Notes the size of each write. */
function passThrough(writes: number[]): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      writes.push(chunk.byteLength);
      setImmediate(done, null, chunk);
    },
  });
}

test('compresses all that was written, in its order', async () => {
  const compressor = new RowCompressor(createGzip(), () => {});
  const texts = ['{"a":"Zoë"}\n', noise(1_500_000), '{"b":"🙂"}\n'];

  texts.forEach(text => write(compressor, text));
  compressor.end();

  expect(gunzipSync(await compressor.body).toString()).toBe(texts.join(''));
});

test('writes small texts together', async () => {
  const writes: number[] = [];
  const compressor = new RowCompressor(passThrough(writes), () => {});

  for (let index = 0; index < 2_000; index += 1) {
    write(compressor, 'x'.repeat(1_000));
  }
  compressor.end();
  const { byteLength } = await compressor.body;

  expect(byteLength).toBe(2_000_000);
  expect(writes.length).toBeLessThanOrEqual(4);
});

test('turns no more text into bytes than the next write takes', () => {
  const stream = createGzip();
  const compressor = new RowCompressor(stream, () => {});

  for (let index = 0; index < 5; index += 1) {
    write(compressor, noise(1_000_000));
  }

  expect(stream.writableLength).toBe(1_000_000);
  compressor.destroy();
});

test('tells how many bytes were taken from memory, and how many came in their place', async () => {
  const told = { rows: 0, output: 0 };
  const compressor = new RowCompressor(createGzip(), (rows, output) => {
    told.rows += rows;
    told.output += output;
  });

  write(compressor, noise(1_000_000));
  await until(() => told.rows > 0, 'rows are compressed before the end');
  write(compressor, 'rest\n');
  compressor.end();
  const { byteLength } = await compressor.body;

  expect(told.rows).toBe(1_000_005);
  expect(told.output).toBeGreaterThan(700_000);
  expect(told.output).toBeLessThanOrEqual(byteLength);
});

test('is busy only while rows are being compressed', async () => {
  const compressor = new RowCompressor(createGzip(), () => {});

  write(compressor, 'too little to start with\n');
  expect(compressor.isBusy).toBe(false);
  write(compressor, noise(1_000_000));
  expect(compressor.isBusy).toBe(true);
  await until(() => !compressor.isBusy, 'compressed');
});

test('a failure of the compression is told at once, and counts nothing', async () => {
  const told: number[] = [];
  const failing = new Transform({ transform: (_chunk, _encoding, done) => done(new Error('out of memory')) });
  const compressor = new RowCompressor(failing, rows => told.push(rows));

  write(compressor, noise(1_000_000));

  await expect(compressor.body).rejects.toThrow('out of memory');
  write(compressor, noise(1_000_000));
  compressor.end();
  expect(told).toEqual([]);
});

test('what was given up is never told as compressed', async () => {
  const told: number[] = [];
  const stream = createGzip();
  const compressor = new RowCompressor(stream, rows => told.push(rows));

  write(compressor, noise(1_000_000));
  compressor.destroy();

  await expect(compressor.body).rejects.toThrow('compression was given up');
  await until(() => stream.closed, 'closed');
  expect(told).toEqual([]);
});

test('compressors that overlap do not see each other', async () => {
  const compressors = [0, 1].map(() => new RowCompressor(createGzip(), () => {}));

  for (let round = 0; round < 50; round += 1) {
    compressors.forEach((compressor, index) => write(compressor, `${index}`.repeat(20_000)));
  }
  compressors.forEach(compressor => compressor.end());
  const bodies = await Promise.all(compressors.map(async ({ body }) => gunzipSync(await body).toString()));

  expect(bodies).toEqual(['0'.repeat(1_000_000), '1'.repeat(1_000_000)]);
});
