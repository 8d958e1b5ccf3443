import { requireLowestCdk } from '../../src/private/lowest-cdk';

test.each(['2.263.0', '2.263.4', '2.264.0-rc.0', '2.1000.0', '3.0.0'])('works with aws-cdk-lib %s', version => {
  expect(() => requireLowestCdk(version)).not.toThrow();
});

test.each(['1.204.0', '2.99.1', '2.262.0'])('does not load with aws-cdk-lib %s, and says what to install', version => {
  expect(() => requireLowestCdk(version)).toThrow(
    `cdk-telemetry-pipeline needs aws-cdk-lib 2.263.0 or newer, got ${version}; run npm install aws-cdk-lib@^2.263.0`,
  );
});
