import { version } from 'aws-cdk-lib/package.json';

/** Lowest aws-cdk-lib whose capacity providers have what a processor needs; the peer range of the package says the same. */
export const LOWEST_CDK = '2.263.0';

/**
 * Ends with what to do when an installer let an older aws-cdk-lib pass.
 *
 * That one would leave settings out of the template without a word.
 */
export function requireLowestCdk(found: string): void {
  const [major, minor] = found.split('.').map(Number);
  const [lowestMajor, lowestMinor] = LOWEST_CDK.split('.').map(Number);
  if (major < lowestMajor || (major === lowestMajor && minor < lowestMinor)) {
    throw new Error(`cdk-telemetry-pipeline needs aws-cdk-lib ${LOWEST_CDK} or newer, got ${found}; run npm install aws-cdk-lib@^${LOWEST_CDK}`);
  }
}

requireLowestCdk(version);
