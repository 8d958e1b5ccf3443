import { readFileSync } from 'node:fs';
import { pathOfLogicalId } from './finding';
import type { ScannedPipeline } from './scanned-pipelines';

/** Something that a role may do. */
export interface Permission {
  readonly pipeline: string;
  readonly role: string;
  /** Service that may take the role. */
  readonly takenBy: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: { readonly AWS?: unknown; readonly Service?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly AssumeRolePolicyDocument?: PolicyDocument;
    readonly PolicyDocument?: PolicyDocument;
    readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[];
    readonly ManagedPolicyArns?: readonly unknown[];
    readonly Roles?: readonly { readonly Ref: string }[];
  };
}

interface Intrinsic {
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly 'Ref'?: string;
}

/** All that the roles of a pipeline may do, in their policies and in those of buckets. */
export function permissionsOf(pipeline: ScannedPipeline): Permission[] {
  const { Resources: resources } = JSON.parse(readFileSync(pipeline.templateFile, 'utf8')) as { Resources: Record<string, Resource> };
  const inWords = (value: unknown) => wordsFor(value, pipeline);

  return Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role').flatMap(([id, { Properties: role }]) => {
    const [trust] = role.AssumeRolePolicyDocument!.Statement;
    const common = { pipeline: pipeline.name, role: pathOfLogicalId(pipeline, id), takenBy: `${trust.Principal!.Service}${conditionOf(trust)}` };
    const others = Object.values(resources).map(({ Properties }) => Properties);
    const attached = others.filter(({ Roles }) => Roles?.some(({ Ref }) => Ref === id)).map(({ PolicyDocument }) => PolicyDocument!);
    const statements = [...attached, ...(role.Policies ?? []).map(({ PolicyDocument }) => PolicyDocument)].flatMap(({ Statement }) => Statement);
    const named = others.flatMap(({ PolicyDocument }) => PolicyDocument?.Statement ?? [])
      .filter(({ Principal }) => inWords(Principal?.AWS) === common.role);
    return [
      ...(role.ManagedPolicyArns ?? []).map(arn => (
        { ...common, actions: [`the policy ${inWords(arn).split('/').pop()}`], resources: ['what it names'], condition: '' }
      )),
      ...[...statements, ...named].map(({ Action, Resource: on, Condition }) => ({
        ...common, actions: listOf(Action), resources: listOf(on).map(inWords), condition: conditionOf({ Condition }),
      })),
    ];
  });
}

/** Permissions as a table in Markdown. */
export function rolesTable(permissions: readonly Permission[], pipelines: readonly string[]): string {
  const rows = new Map<string, Set<string>>();
  for (const { pipeline, role, takenBy, actions, resources, condition } of permissions) {
    const allowed = actions.map(coded).join(', ');
    const row = `\`${role}\` | ${takenBy} | ${allowed}${condition} | ${resources.map(coded).join(', ')}`;
    rows.set(row, (rows.get(row) ?? new Set()).add(pipeline));
  }
  const lines = [...rows].map(([row, found]) => `| ${row} | ${found.size === pipelines.length ? 'all' : pipelines.filter(it => found.has(it)).join(', ')} |`);
  return ['| role | taken by | may | on | in |', '| --- | --- | --- | --- | --- |', ...lines.sort()].join('\n');
}

function coded(text: string): string {
  return /^(the|what) /.test(text) ? text : `\`${text}\``;
}

function conditionOf({ Condition: condition }: Pick<Statement, 'Condition'>): string {
  const keys = Object.values(condition ?? {}).flatMap(Object.keys);
  return keys.length > 0 ? `, with a condition on \`${keys.join('` and `')}\`` : '';
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** A value of a template: what stands for the ARN of a resource becomes the resource's path. */
function wordsFor(value: unknown, pipeline: ScannedPipeline): string {
  if (typeof value === 'string') {
    return value.replace(/^arn:[^:]+:/, '');
  }
  const { 'Fn::GetAtt': attribute, 'Fn::Join': join, Ref: ref } = (value ?? {}) as Intrinsic;
  if (attribute) {
    return pathOfLogicalId(pipeline, attribute[0]);
  }
  if (join) {
    return wordsFor(join[1].map(part => wordsFor(part, pipeline)).join(''), pipeline);
  }
  return ref === 'AWS::Partition' ? 'aws' : ref ?? '';
}
