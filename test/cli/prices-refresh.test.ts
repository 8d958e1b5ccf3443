import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { withoutProgress } from './without-progress';
import { readPriceFile } from '../../src/economics/prices/price-file';

const command = join(__dirname, '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');
const folder = mkdtempSync(join(tmpdir(), 'prices-'));
let server: Server;
let answersAfterMs = 0;
let most = 0;

type Band = readonly [usd: string, begin: string, end: string];

/** A product in the form in which GetProducts has it in its replies. */
function product(serviceCode: string, attributes: Record<string, string>, ...bands: Band[]) {
  const priceDimensions = Object.fromEntries(bands.map(([USD, beginRange, endRange], index) => [`SKU.JRTCKXETXF.${index}`, {
    unit: 'Requests', endRange, description: 'a price', appliesTo: [], rateCode: `SKU.JRTCKXETXF.${index}`, beginRange, pricePerUnit: { USD },
  }]));
  const { productFamily, ...others } = attributes;
  return {
    product: { productFamily, attributes: { regionCode: 'eu-west-1', locationType: 'AWS Region', servicecode: serviceCode, ...others }, sku: 'SKU' },
    serviceCode,
    terms: { OnDemand: { 'SKU.JRTCKXETXF': { priceDimensions, sku: 'SKU', effectiveDate: '2026-11-01T00:00:00Z', offerTermCode: 'JRTCKXETXF', termAttributes: {} } } },
    version: '20261101000000',
    publicationDate: '2026-11-01T00:00:00Z',
  };
}

const LINUX = { operatingSystem: 'Linux', tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used', productFamily: 'Compute Instance' };
const PRODUCTS = [
  product('AmazonApiGateway', { productFamily: 'API Calls', usagetype: 'EUW1-ApiGatewayRequest', operation: 'ApiGatewayRequest' },
    ['0.0000028000', '333000000', '1000000000'], ['0.0000035000', '0', '333000000'], ['0.0000015100', '1000000000', 'Inf']),
  product('AmazonApiGateway', { productFamily: 'API Calls', usagetype: 'EUW1-ApiGatewayHttpRequest', operation: 'ApiGatewayHttpApi' }, ['0.0000011100', '0', 'Inf']),
  product('AmazonEC2', { ...LINUX, instanceType: 'm7g.large', usagetype: 'EU-BoxUsage:m7g.large' }, ['0.0911000000', '0', 'Inf']),
  product('AmazonEC2', { ...LINUX, instanceType: 'm7g.large', usagetype: 'EU-UnusedBox:m7g.large' }, ['0.0911000000', '0', 'Inf']),
  product('AmazonEC2', { productFamily: 'NAT Gateway', usagetype: 'EU-NatGateway-Hours' }, ['0.0480000000', '0', 'Inf']),
  product('AmazonEC2', { productFamily: 'NAT Gateway', usagetype: 'EU-RegionalNatGateway-Hours' }, ['0.0990000000', '0', 'Inf']),
  product('AWSLambda', { productFamily: 'Serverless', group: 'AWS-Lambda-Requests', usagetype: 'EU-Request' }, ['0.0000002000', '0', 'Inf']),
  product('AWSLambda', { productFamily: 'Serverless', group: 'AWS-Lambda-Requests', usagetype: 'Global-Request' }, ['0.0000000000', '0', '1000000']),
  product('AmazonS3', { productFamily: 'API Request', group: 'S3-API-Tier1', usagetype: 'EU-Requests-Tier1' }, ['0.0000050000', '0', 'Inf']),
  product('AmazonS3', { productFamily: 'API Request', group: 'S3-API-Tier1', usagetype: 'EU-Other-Requests-Tier1' }, ['0.0000100000', '0', 'Inf']),
  product('AmazonVPC', { productFamily: 'IP Address', usagetype: 'EU-PublicIPv4:InUseAddress' }, ['0.0050000000', '0', 'Inf']),
  product('AmazonVPC', { productFamily: 'IP Address', usagetype: 'EU-PublicIPv4:IdleAddress' }, ['0.0060000000', '0', 'Inf']),
  product('AmazonCloudWatch', { productFamily: 'Data Payload', usagetype: 'EU-VendedLog-Bytes' }, ['0.57', '0', '10240'], ['0.285', '10240', 'Inf']),
  product('AmazonCloudWatch', { productFamily: 'Storage Snapshot', usagetype: 'EU-TimedStorage-ByteHrs' }, ['0.03', '0', 'Inf']),
  product('AmazonCloudWatch', { productFamily: 'Dashboard', usagetype: 'DashboardsUsageHour', regionCode: '' }, ['3', '0', 'Inf']),
  product('awskms', { productFamily: 'Encryption Key', usagetype: 'eu-west-1-KMS-Requests' }, ['0.000003', '0', 'Inf']),
  product('awskms', { productFamily: 'Encryption Key', usagetype: 'eu-west-1-KMS-Requests-Asymmetric' }, ['0.000015', '0', 'Inf']),
  product('awskms', { productFamily: 'Encryption Key', usagetype: 'eu-west-1-KMS-Keys' }, ['1', '0', 'Inf']),
  product('AWSSecretsManager', { productFamily: 'Secret', usagetype: 'EUW1-AWSSecretsManager-Secrets' }, ['0.4', '0', 'Inf']),
];

interface Asked {
  readonly ServiceCode: string;
  readonly Filters: readonly { readonly Field: string; readonly Value: string }[];
  readonly NextToken?: string;
}

/** What the service answers: one product a page. */
function answer({ ServiceCode, Filters, NextToken = '0' }: Asked) {
  const found = PRODUCTS.filter(({ serviceCode, product: { attributes, productFamily } }) => serviceCode === ServiceCode
    && Filters.every(({ Field, Value }) => ({ ...attributes, productFamily } as Record<string, string>)[Field] === Value));
  const page = Number(NextToken);
  return {
    FormatVersion: 'aws_v1',
    PriceList: found.slice(page, page + 1).map(it => JSON.stringify(it)),
    ...page + 1 < found.length && { NextToken: `${page + 1}` },
  };
}

beforeAll(async () => {
  let underWay = 0;
  server = createServer((request, response) => {
    most = Math.max(most, ++underWay);
    void text(request).then(async body => sleep(answersAfterMs, body)).then(body => {
      underWay--;
      const known = request.headers['x-amz-target'] === 'AWSPriceListService.GetProducts';
      response.writeHead(known ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(known ? answer(JSON.parse(body)) : {}));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  answersAfterMs = 0;
});

async function refresh(...args: string[]) {
  return run(['prices', ...args], { AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' });
}

async function run(args: readonly string[], variables: Readonly<Record<string, string>>) {
  const { port } = server.address() as AddressInfo;
  const env = { PATH: process.env.PATH, AWS_ENDPOINT_URL_PRICING: `http://127.0.0.1:${port}`, AWS_EC2_METADATA_DISABLED: 'true', HOME: folder, ...variables };
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, env });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status, stdout, stderr };
}

test('writes what it finds as a file that `cost --prices` reads, and names what it does not find', async () => {
  const { status, stdout, stderr } = await refresh('refresh', '--region', 'eu-west-1', '--out', 'eu.json');
  const { region, rows } = readPriceFile(readFileSync(join(folder, 'eu.json'), 'utf8'), 'eu.json');

  expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: '' });
  expect(region).toBe('eu-west-1');
  expect(Object.fromEntries(Object.entries(rows).map(([key, { bands }]) => [key, bands]))).toEqual({
    'apigateway.rest.request': [{ usd: 0.0000035, upTo: 333e6 }, { usd: 0.0000028, upTo: 1e9 }, { usd: 0.00000151 }],
    'apigateway.http.request': [{ usd: 0.00000111 }],
    'ec2.m7g.large': [{ usd: 0.0911 }],
    'vpc.nat.hour': [{ usd: 0.048 }],
    'lambda.request': [{ usd: 0.0000002 }],
    'vpc.address.hour': [{ usd: 0.005 }],
    'logs.lambda.gb': [{ usd: 0.57, upTo: 10_240 }, { usd: 0.285 }],
    'logs.storage.gb-month': [{ usd: 0.03 }],
    'metrics.dashboard-month': [{ usd: 3 }],
    'kms.request': [{ usd: 0.000003 }],
    'kms.key-month': [{ usd: 1 }],
    'secrets.secret-month': [{ usd: 0.4 }],
  });
  expect(stdout).toContain('12 prices of eu-west-1 written to eu.json');
  expect(stdout).toMatch(/not found, or not one alone: .*s3\.put/);
});

test('asks a few at a time, and tells how far it is when it takes more than a second', async () => {
  answersAfterMs = 150;
  most = 0;

  const { status, stderr } = await refresh('refresh', '--region', 'eu-west-1', '--out', 'slow.json');

  expect({ status, most }).toEqual({ status: 0, most: 5 });
  expect(stderr).toMatch(/^looked up \d+ of \d\d prices$/m);
});

test('tells what it found as JSON', async () => {
  const { stdout } = await refresh('refresh', '--region', 'eu-west-1', '--out', 'json.json', '--json');

  expect(JSON.parse(stdout)).toMatchObject({ region: 'eu-west-1', file: 'json.json', found: expect.arrayContaining(['kms.request']), missing: expect.arrayContaining(['s3.put']) });
});

test('a region that the price list does not know leaves the file as it is', async () => {
  writeFileSync(join(folder, 'kept.json'), 'mine');

  const { status, stdout, stderr } = await refresh('refresh', '--region', 'mars-1', '--out', 'kept.json');

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain("--region must be one that the AWS Price List has prices of, such as eu-west-1, got 'mars-1'; nothing was written");
  expect(readFileSync(join(folder, 'kept.json'), 'utf8')).toBe('mine');
});

test.each([
  { out: '.', code: 'EISDIR' },
  { out: 'nowhere/prices.json', code: 'ENOENT' },
])('a file that cannot be written is told with its option before anything is asked: $out', async ({ out, code }) => {
  most = 0;

  const { status, stderr } = await refresh('refresh', '--out', out);

  expect({ status, most }).toEqual({ status: 1, most: 0 });
  expect(stderr).toContain(`--out must be a file that can be written, got '${out}' (${code})`);
});

test.each([
  { file: 'none.json', code: 'ENOENT' },
  { file: '.', code: 'EISDIR' },
])('a price file that cannot be read is told with its option: $file', async ({ file, code }) => {
  const { status, stderr } = await run(['cost', '--events-per-second', '10', '--prices', file], {});

  expect(status).toBe(1);
  expect(stderr).toContain(`--prices must be a file that can be read, got '${file}' (${code})`);
});

test('without credentials it names the variables that have them, and writes nothing', async () => {
  const { status, stderr } = await run(['prices', 'refresh', '--out', 'never.json'], {});

  expect(status).toBe(1);
  expect(stderr).toMatch(/AWS_PROFILE .*AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/);
  expect(existsSync(join(folder, 'never.json'))).toBe(false);
});

test('asks for the word refresh', async () => {
  const { status, stderr } = await refresh();

  expect(status).toBe(2);
  expect(stderr).toContain('prices must be followed by refresh, got none');
});
