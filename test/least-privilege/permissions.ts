import { Template } from 'aws-cdk-lib/assertions';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: string | Readonly<Record<string, unknown>>;
  readonly Condition?: object;
}

interface Document {
  readonly Statement: readonly Statement[];
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly AssumeRolePolicyDocument?: Document;
    readonly ManagedPolicyArns?: readonly unknown[];
    readonly Policies?: readonly { readonly PolicyDocument: Document }[];
    readonly PolicyDocument?: Document;
    readonly KeyPolicy?: Document;
    readonly Roles?: readonly unknown[];
  };
}

/** Something that somebody may do. */
export interface Permission {
  /** Logical id of a role, without its hash, or the name of a service. */
  readonly who: string;
  readonly actions: readonly string[];
  /** Logical ids, and what stands behind them. */
  readonly resources: readonly string[];
  /** As JSON; absent when there is none. */
  readonly condition?: string;
}

/** All that policies in a template allow: those of roles, and those of queues, buckets and keys. */
export function permissionsIn(template: Template): Permission[] {
  return resourcesIn(template).flatMap(([id, { Type: type, Properties: properties = {} }]) => {
    if (type === 'AWS::IAM::Role') {
      const { ManagedPolicyArns: managed = [], Policies: inline = [] } = properties;
      return [
        ...managed.map(arn => ({ who: named(id), actions: [`all of ${text(arn)}`], resources: [] })),
        ...inline.flatMap(({ PolicyDocument: document }) => allowed([named(id)], document)),
      ];
    }
    return allowed(properties.Roles?.map(text), properties.PolicyDocument ?? properties.KeyPolicy);
  });
}

/** What each role may do, as a person reads it, and who may take it. */
export function rolesIn(template: Template): Record<string, string[]> {
  const permissions = permissionsIn(template);
  return Object.fromEntries(resourcesIn(template).filter(([, { Type: type }]) => type === 'AWS::IAM::Role').map(([id, { Properties: properties }]) => [named(id), [
    ...allowed(undefined, properties?.AssumeRolePolicyDocument).map(({ who, condition }) => `taken by ${who}${suffix(condition)}`),
    ...permissions.filter(({ who }) => who === named(id)).map(shown),
  ]]));
}

/** A permission as a person reads it. */
export function shown({ actions, resources, condition }: Permission): string {
  return `${actions.join(', ')}${resources.length === 0 ? '' : ` on ${resources.join(', ')}`}${suffix(condition)}`;
}

function suffix(condition: string | undefined): string {
  return condition === undefined ? '' : ` if ${condition}`;
}

/** A value of a template, with the name of what it refers to. */
export function text(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  const [[intrinsic, argument]] = Object.entries(value);
  switch (intrinsic) {
    case 'Ref': return argument === 'AWS::Partition' ? 'aws' : named(argument);
    case 'Fn::GetAtt': return `${named(argument[0])}${argument[1] === 'Arn' ? '' : `.${argument[1]}`}`;
    case 'Fn::Join': return argument[1].map(text).join(argument[0]);
    default: return JSON.stringify(value);
  }
}

function resourcesIn(template: Template): [string, Resource][] {
  return Object.entries(template.toJSON().Resources);
}

/** What a document allows: the roles that it hangs on, or those whom it names. */
function allowed(roles: readonly string[] | undefined, document: Document | undefined): Permission[] {
  const statements = document?.Statement.filter(({ Effect: effect }) => effect === 'Allow') ?? [];
  return statements.flatMap(statement => (roles ?? principalsOf(statement)).map(who => ({
    who,
    actions: [statement.Action].flat(),
    resources: [statement.Resource ?? []].flat().map(text),
    ...statement.Condition && { condition: JSON.stringify(statement.Condition, (_, value) => isIntrinsic(value) ? text(value) : value) },
  })));
}

function principalsOf({ Principal: principal = {} }: Statement): string[] {
  return typeof principal === 'string' ? [principal] : Object.values(principal).flat().map(text);
}

function isIntrinsic(value: unknown): boolean {
  return typeof value === 'object' && value !== null && /^(Ref|Fn::.+)$/.test(Object.keys(value).join());
}

/** A logical id without its hash. */
function named(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}
