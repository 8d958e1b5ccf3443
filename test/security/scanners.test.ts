import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nagFindings } from './cdk-nag';
import { NAG_EXPLANATIONS, TEMPLATE_EXPLANATIONS, type Explanation } from './explanations';
import type { Finding } from './finding';
import { findingsTable, staleRules } from './findings-table';
import { checkovFindings, installScanners, lintFindings } from './python-scanners';
import { rolesTable } from './roles-table';
import { scannedPipelines, type ScannedPipeline } from './scanned-pipelines';
import { generatedPart } from '../fixtures/generated-part';

process.env.CDK_VALIDATION ??= 'false';

const scanners = installScanners();

let folder: string;
let pipelines: ScannedPipeline[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scanned-pipelines-'));
  pipelines = scannedPipelines(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A new finding changes the table or has no reason; one that is gone leaves a reason behind, or changes the table. */
function expectExplained(findings: readonly Finding[], explanations: readonly Explanation[], part: string): void {
  const table = findingsTable(findings, explanations, pipelines.map(({ name }) => name));

  expect(table).not.toContain('NOT EXPLAINED');
  expect(staleRules(findings, explanations)).toEqual([]);
  expect(generatedPart('security.md', part, table)).toBe(table);
}

test('cdk-nag finds what the page on security explains, and nothing else', () => {
  expectExplained(pipelines.flatMap(nagFindings), NAG_EXPLANATIONS, 'findings of cdk-nag');
});

test('the default pipeline has no finding of AwsSolutions but those that its constructs explain', () => {
  const [byDefault] = pipelines;

  expect(nagFindings(byDefault).filter(({ rule, reason }) => rule.startsWith('AwsSolutions-') && reason === undefined)).toEqual([]);
});

test('the roles of a pipeline may do what the page on security lists, and nothing else', () => {
  const table = rolesTable(pipelines);

  expect(generatedPart('security.md', 'roles', table)).toBe(table);
});

if ('missing' in scanners) {
  test.skip(`checkov and cfn-lint find what the page on security explains (skipped: ${scanners.missing} could not be had)`, () => {});
} else {
  test('checkov and cfn-lint find what the page on security explains, and nothing else', () => {
    const findings = [...checkovFindings(scanners.bin, pipelines), ...lintFindings(scanners.bin, pipelines)];

    expectExplained(findings, TEMPLATE_EXPLANATIONS, 'findings of checkov and cfn-lint');
  }, 5 * 60_000);
}
