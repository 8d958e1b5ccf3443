import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readPriceFile } from '../../src/economics/prices/price-file';

const command = join(__dirname, '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');
const folder = mkdtempSync(join(tmpdir(), 'prices-'));
let server: Server;

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
  server = createServer((request, response) => {
    void text(request).then(body => {
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

async function refresh(...args: string[]) {
  const { port } = server.address() as AddressInfo;
  const env = { ...process.env, AWS_ENDPOINT_URL_PRICING: `http://127.0.0.1:${port}`, AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
  const child = spawn(process.execPath, [command, 'prices', ...args], { cwd: folder, env });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status, stdout, stderr };
}

test('writes what it finds as a file that `cost --prices` reads, and names what it does not find', async () => {
  const { status, stdout, stderr } = await refresh('refresh', '--region', 'eu-west-1', '--out', 'eu.json');
  const { region, rows } = readPriceFile(readFileSync(join(folder, 'eu.json'), 'utf8'), 'eu.json');

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(region).toBe('eu-west-1');
  expect(Object.fromEntries(Object.entries(rows).map(([key, { bands }]) => [key, bands]))).toEqual({
    'apigateway.rest.request': [{ usd: 0.0000035, upTo: 333e6 }, { usd: 0.0000028, upTo: 1e9 }, { usd: 0.00000151 }],
    'apigateway.http.request': [{ usd: 0.00000111 }],
    'ec2.m7g.large': [{ usd: 0.0911 }],
    'vpc.nat.hour': [{ usd: 0.048 }],
    'lambda.request': [{ usd: 0.0000002 }],
  });
  expect(stdout).toContain('5 prices of eu-west-1 written to eu.json');
  expect(stdout).toMatch(/not found, or not one alone: .*s3\.put/);
});

test('asks for the word refresh', async () => {
  const { status, stderr } = await refresh();

  expect(status).toBe(2);
  expect(stderr).toContain('prices must be followed by refresh, got none');
});
