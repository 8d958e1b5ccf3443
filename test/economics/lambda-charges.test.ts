import * as charges from '../../src/economics/cost/lambda-charges';
import { PriceList, type Charge } from '../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../src/economics/prices/us-east-1';

// The examples stand on https://aws.amazon.com/lambda/pricing/ under the headings that the tests are named after; the figures are those there.
const prices = new PriceList(US_EAST_1);
const X86 = 'x86_64';

function usd(...all: readonly Charge[]): string {
  return all.reduce((sum, charge) => sum + prices.usd(charge), 0).toFixed(2);
}

test('Lambda Managed Instances, high-throughput API service: 160.36, and the discount is not on the fee', () => {
  const ec2 = charges.instanceUsd(prices, 'm7g.xlarge', 2_000, 0.72);
  const requests = charges.requestCharge(100e6);
  const fee = charges.managementFee(prices, 'm7g.xlarge', 2_000);

  expect(ec2.toFixed(2)).toBe('91.40');
  expect(usd(requests)).toBe('20.00');
  expect(usd(fee)).toBe('48.96');
  expect((ec2 + prices.usd(requests) + prices.usd(fee)).toFixed(2)).toBe('160.36');
});

test('on demand, example 1, mobile application backend: 2.73', () => {
  const duration = charges.durationCharge({ architecture: X86, memoryMiB: 1_536, seconds: 3e6 * 0.12 }, true);
  const requests = charges.requestCharge(3e6, true);

  expect([usd(duration), usd(requests), usd(duration, requests)]).toEqual(['2.33', '0.40', '2.73']);
});

test('on demand, example 2, enriching streaming telemetry with additional metadata: 249.49', () => {
  const duration = charges.durationCharge({ architecture: X86, memoryMiB: 1_024, seconds: 14.88e6 });
  const requests = charges.requestCharge(7.44e6);

  expect([usd(duration), usd(requests), usd(duration, requests)]).toEqual(['248.00', '1.49', '249.49']);
});

test('on demand, example 3, performing ML on customer support tickets: 106.41, with 2,048 MB of ephemeral storage', () => {
  const seconds = 6e6 * 0.28;
  const duration = charges.durationCharge({ architecture: X86, memoryMiB: 4_096, seconds }, true);
  const requests = charges.requestCharge(6e6, true);
  const storage = charges.storageCharge({ architecture: X86, storageMiB: 2_048, seconds });

  expect([usd(duration), usd(requests), usd(storage)]).toEqual(['105.33', '1.00', '0.08']);
  expect(usd(duration, requests, storage)).toBe('106.41');
});

test('the 512 MB that each function has cost nothing', () => {
  expect(charges.storageCharge({ architecture: X86, storageMiB: 512, seconds: 1e6 }).amount).toBe(0);
});

test('durable functions, compute and requests on Arm: 421.34 and 0.20', () => {
  const duration = charges.durationCharge({ architecture: 'arm64', memoryMiB: 1_024, seconds: 32e6 }, true);

  expect([usd(duration), usd(charges.requestCharge(2e6, true))]).toEqual(['421.34', '0.20']);
});

test('provisioned concurrency, example 1, mobile application launch: 19.96', () => {
  const ready = charges.readinessCharge({ architecture: X86, memoryMiB: 1_536 }, 100, 8);
  const requests = charges.requestCharge(3e6, true);
  const inside = charges.provisionedDurationCharge({ architecture: X86, memoryMiB: 1_536, seconds: 500_000 * 0.1 });
  const outside = charges.durationCharge({ architecture: X86, memoryMiB: 1_536, seconds: 2.5e6 * 0.12 }, true);

  expect([usd(ready), usd(requests), usd(inside), usd(outside)]).toEqual(['18.00', '0.40', '0.73', '0.83']);
  expect(usd(ready, requests, inside, outside)).toBe('19.96');
});

test('provisioned concurrency, example 2, Cyber Monday: 32.26', () => {
  const ready = charges.readinessCharge({ architecture: X86, memoryMiB: 4_096 }, 7, 24);
  const inside = charges.provisionedDurationCharge({ architecture: X86, memoryMiB: 4_096, seconds: 2e6 * 0.28 });
  const requests = charges.requestCharge(2e6);

  expect([usd(ready), usd(inside), usd(requests)]).toEqual(['10.08', '21.78', '0.40']);
  expect(usd(ready, inside, requests)).toBe('32.26');
});

test('provisioned mode for event source mappings, example 2, Amazon SQS: 580.00', () => {
  const duration = charges.durationCharge({ architecture: X86, memoryMiB: 1_024, seconds: 30e6 });
  const requests = charges.requestCharge(30e6);
  const pollers = charges.pollerCharge(8_000);

  expect([usd(duration), usd(requests), usd(pollers)]).toEqual(['500.00', '6.00', '74.00']);
  expect(usd(duration, requests, pollers)).toBe('580.00');
});
