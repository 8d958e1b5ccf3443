import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathOfLogicalId, type Finding } from './finding';
import type { ScannedPipeline } from './scanned-pipelines';
import { installPython, type InstalledPython } from '../fixtures/python-environment';

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const LARGE = 64 * 1024 * 1024;
const MINUTES = 60_000;

/** Installs what `requirements.txt` names, unless it is there already. */
export function installScanners(): InstalledPython {
  return installPython(REQUIREMENTS);
}

interface CheckovReport {
  readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly resource: string; readonly file_abs_path: string }[] };
}

/** What checkov finds in the templates. */
export function checkovFindings(bin: string, pipelines: readonly ScannedPipeline[]): Finding[] {
  const printed = run(join(bin, 'checkov'), [
    '--framework', 'cloudformation', '--compact', '--quiet', '--skip-download', '--soft-fail', '--output', 'json',
    ...pipelines.flatMap(({ templateFile }) => ['--file', templateFile]),
  ], 5 * MINUTES);
  const { results } = JSON.parse(printed) as CheckovReport;
  return results.failed_checks.map(({ check_id: rule, resource, file_abs_path: file }) =>
    finding(pipelines, file, rule, resource.slice(resource.lastIndexOf('.') + 1)));
}

interface LintMatch {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly string[] };
}

/** What cfn-lint finds in the templates, warnings included; its hints are matters of taste. */
export function lintFindings(bin: string, pipelines: readonly ScannedPipeline[]): Finding[] {
  const printed = run(join(bin, 'cfn-lint'), [
    '--format', 'json', '--non-zero-exit-code', 'none', ...pipelines.map(({ templateFile }) => templateFile),
  ], 5 * MINUTES);
  return (JSON.parse(printed) as LintMatch[]).map(({ Filename: file, Rule: { Id: rule }, Location: { Path: [section, logicalId] } }) => {
    if (section !== 'Resources') {
      throw new Error(`cfn-lint must speak of resources, got ${rule} on ${section}`);
    }
    return finding(pipelines, file, rule, logicalId);
  });
}

function finding(pipelines: readonly ScannedPipeline[], file: string, rule: string, logicalId: string): Finding {
  const pipeline = pipelines.find(({ templateFile }) => resolve(templateFile) === resolve(file))!;
  return { pipeline: pipeline.name, rule, resource: pathOfLogicalId(pipeline, logicalId) };
}

function run(program: string, args: readonly string[], timeout: number): string {
  return execFileSync(program, args, { encoding: 'utf8', timeout, maxBuffer: LARGE, stdio: ['ignore', 'pipe', 'ignore'] });
}
