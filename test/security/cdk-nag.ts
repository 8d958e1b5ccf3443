import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { resourceOf, type Finding } from './finding';
import type { ScannedPipeline } from './scanned-pipelines';

const PACKS = [AwsSolutionsChecks, ServerlessChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks];

/** What the packs of cdk-nag find, and what they would find but for an acknowledgement in the construct. */
export function nagFindings(pipeline: ScannedPipeline): Finding[] {
  const open = PACKS.flatMap(Pack => new Pack().validateScope(pipeline.stack).violations).flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({ pipeline: pipeline.name, rule: ruleName, resource: resourceOf(constructPath!) })));
  return [...open, ...acknowledged(pipeline)];
}

function acknowledged({ name, stack }: ScannedPipeline): Finding[] {
  return stack.node.findAll().flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ pipeline: name, rule: id.replace('Annotation::', ''), resource: resourceOf(node.path), reason }))
    .filter(({ rule }) => rule.startsWith('AwsSolutions-')));
}
