import { instanceType } from '../../src/economics/prices/instance-types';
import { foreignKeys, readPriceFile, writePriceFile } from '../../src/economics/prices/price-file';
import { PRICE_KEYS } from '../../src/economics/prices/price-keys';
import { PriceList } from '../../src/economics/prices/price-list';
import type { PriceTable } from '../../src/economics/prices/price-table';
import { US_EAST_1 } from '../../src/economics/prices/us-east-1';

const prices = new PriceList(US_EAST_1);

test('each price has bands that rise and a last one without end, and says where it comes from', () => {
  expect(prices.keys).toEqual(expect.arrayContaining([...PRICE_KEYS]));
  for (const key of prices.keys) {
    const { bands, source } = prices.row(key);
    const ends = bands.map(({ upTo }) => upTo ?? Infinity);
    expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
    expect(ends.at(-1)).toBe(Infinity);
    expect(source).toMatch(/^https:|^AWS Price List|^from memory$/);
  }
});

test('every priced instance type has vCPUs and memory that are known', () => {
  const types = prices.keys.filter(key => key.startsWith('ec2.')).map(key => key.slice('ec2.'.length));

  expect(types.map(instanceType)).not.toContain(undefined);
  expect(instanceType('m7g.xlarge')).toEqual({ name: 'm7g.xlarge', vCpus: 4, memoryGiB: 16, architecture: 'arm64' });
  expect(instanceType('r7i.large')).toEqual({ name: 'r7i.large', vCpus: 2, memoryGiB: 16, architecture: 'x86_64' });
});

test('a price in bands asks for each part of an amount what its band says', () => {
  const usd = prices.usd({ key: 'apigateway.http.request', amount: 400e6 });

  expect(usd).toBeCloseTo(300 * 1 + 100 * 0.9, 6);
});

test('a duration beyond the first band costs what AWS says of tiered pricing', () => {
  // 10 % off from 7.5 and 20 % off from 18.75 billion GB-seconds: https://aws.amazon.com/blogs/compute/introducing-tiered-pricing-for-aws-lambda/
  const first = prices.rate('lambda.arm64.gb-second');
  const usd = prices.usd({ key: 'lambda.arm64.gb-second', amount: 20e9 });

  expect(usd).toBeCloseTo(7.5e9 * first + 11.25e9 * first * 0.9 + 1.25e9 * first * 0.8, -1);
});

test('prices of one\'s own replace those of the list, and only those', () => {
  const own = readPriceFile(price('"ec2.m7g.large": 0.091, "s3.put": [{ "usd": 2, "upTo": 10 }, { "usd": 1 }]'), 'own.json');
  const list = prices.with(own);

  expect(list).toMatchObject({ region: 'eu-west-1', asOf: '2026-12-01' });
  expect(list.rate('ec2.m7g.large')).toBe(0.091);
  expect(list.usd({ key: 's3.put', amount: 15 })).toBe(25);
  expect(list.rate('ec2.m7g.xlarge')).toBe(prices.rate('ec2.m7g.xlarge'));
  expect(foreignKeys(prices, own)).toContain('ec2.m7g.xlarge');
  expect(foreignKeys(prices, own)).not.toContain('ec2.m7g.large');
});

test('prices of another region that are kept are not known for sure, and say whose they are', () => {
  const list = prices.with(readPriceFile(price('"ec2.m7g.large": 0.091'), 'own.json'));

  expect(list.row('ec2.m7g.large')).toMatchObject({ confidence: 'high', source: 'own.json' });
  expect(list.row('s3.put')).toMatchObject({ confidence: 'low', source: 'the price of us-east-1 (AWS Price List, AmazonS3, 2026-10-08)' });
  expect(prices.with({ region: 'us-east-1', asOf: '2026-12-01', rows: {} }).row('s3.put').confidence).toBe('high');
});

test('an instance type that the list lacks has the price of the nearest generation, of its own family first', () => {
  const list = prices.with(readPriceFile(price('"ec2.m6g.large": 0.05').replace('eu-west-1', 'us-east-1'), 'own.json'));

  expect(list.row('ec2.m6gd.xlarge')).toEqual({ bands: [{ usd: 0.1 }], confidence: 'low', source: 'that of m6g.large, the nearest type in the list, in proportion' });
  expect(list.row('ec2.m9g.xlarge').source).toBe('that of m7g.xlarge, the nearest type in the list');
  expect(list.row('ec2.m6g.4xlarge').bands).toEqual([{ usd: 0.4 }]);
});

test('what is written is read again as it was', () => {
  const read = readPriceFile(writePriceFile(US_EAST_1), 'written.json');

  const bandsOf = ({ rows }: PriceTable) => Object.entries(rows).map(([key, { bands }]) => [key, bands]);
  expect(bandsOf(read)).toEqual(bandsOf(US_EAST_1));
});

test.each([
  { title: 'other text', text: 'region: eu', says: 'own.json must be JSON, got' },
  { title: 'a list', text: '[]', says: 'own.json must be a JSON object, got []' },
  { title: 'no region', text: '{ "asOf": "2026-12-01", "prices": {} }', says: 'own.json: region must be the name of a region, got none' },
  { title: 'a date of another form', text: '{ "region": "r", "asOf": "1.12.2026", "prices": {} }', says: 'own.json: asOf must be the day of the prices, as YYYY-MM-DD, got "1.12.2026"' },
  { title: 'a name of no price', text: price('"s3.gett": 1'), says: 'own.json: prices["s3.gett"] must be ec2. with an instance type, or one of apigateway' },
  { title: 'a text for a number', text: price('"s3.put": "1"'), says: 'own.json: prices["s3.put"] must be a number of at least 0, got "1"' },
  { title: 'a price below zero', text: price('"s3.put": -1'), says: 'own.json: prices["s3.put"] must be a number of at least 0, got -1' },
  { title: 'a band without price', text: price('"s3.put": [{ "upTo": 5 }]'), says: 'own.json: prices["s3.put"][0].usd must be a number of at least 0, got none' },
  { title: 'bands that end', text: price('"s3.put": [{ "usd": 1, "upTo": 5 }]'), says: 'own.json: prices["s3.put"] must have bands with rising upTo, and none on the last' },
])('refuses $title and says where it stands', ({ text, says }) => {
  expect(() => readPriceFile(text, 'own.json')).toThrow(says);
});

test('a price that is missing says how to give it', () => {
  expect(() => prices.rate('ec2.x2gd.large')).toThrow('the price list of us-east-1 must have ec2.x2gd.large, got none; give it with --prices');
});

function price(json: string): string {
  return `{ "region": "eu-west-1", "asOf": "2026-12-01", "prices": { ${json} } }`;
}
