import { resolveExpression, type ExpressionScope } from './expressions';
import type { LocalNames } from './local-names';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../queue/queue-address';

/** A template as it stands in its file. */
export interface TemplateBody {
  readonly Resources?: Readonly<Record<string, ResourceBody>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
}

interface ResourceBody {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A resource whose properties are read with all references followed. */
export class StackResource {
  public readonly type: string;
  public readonly metadata: Readonly<Record<string, unknown>>;

  constructor(public readonly logicalId: string, private readonly body: ResourceBody, private readonly scope: ExpressionScope) {
    this.type = body.Type;
    this.metadata = body.Metadata ?? {};
  }

  /** Value at a path such as `Integration.Uri`; only the first property on it is resolved. */
  public value(path: string): unknown {
    const [first, ...rest] = path.split('.');
    try {
      const property = resolveExpression(this.body.Properties?.[first], this.scope);
      return rest.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], property);
    } catch (error) {
      throw new Error(`${this.logicalId}.${path}: ${(error as Error).message}`);
    }
  }

  /** Whether anything in the properties refers to another resource of the template. */
  public mentions(logicalId: string): boolean {
    return JSON.stringify(this.body.Properties ?? {}).includes(`"${logicalId}"`);
  }

  public optionalText(path: string): string | undefined {
    const value = this.value(path);
    return value === undefined ? undefined : String(value);
  }

  public text(path: string): string {
    const text = this.optionalText(path);
    if (text === undefined) {
      throw new Error(`${this.logicalId} (${this.type}) must have ${path}, got none`);
    }
    return text;
  }

  public optionalNumber(path: string): number | undefined {
    const value = this.value(path);
    return value === undefined ? undefined : Number(value);
  }

  public number(path: string, otherwise: number): number {
    return this.optionalNumber(path) ?? otherwise;
  }

  public list<Item>(path: string): Item[] {
    return (this.value(path) ?? []) as Item[];
  }

  /** Texts by name; empty when the property is absent. */
  public texts(path: string): Record<string, string> {
    const entries = Object.entries((this.value(path) ?? {}) as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
  }
}

/** A template read with the names that its resources have on localhost. */
export class StackTemplate {
  private readonly all = new Map<string, StackResource>();

  constructor(private readonly body: TemplateBody, private readonly stackName: string, private readonly names: LocalNames) {
    const scope: ExpressionScope = {
      ref: name => this.ref(name),
      attribute: (logicalId, attribute) => this.names.attribute(this.resource(logicalId), attribute),
      condition: name => this.body.Conditions?.[name],
      mapping: name => this.body.Mappings?.[name],
    };
    for (const [logicalId, resource] of Object.entries(body.Resources ?? {})) {
      this.all.set(logicalId, new StackResource(logicalId, resource, scope));
    }
  }

  /** The same template with other names. */
  public named(names: LocalNames): StackTemplate {
    return new StackTemplate(this.body, this.stackName, names);
  }

  public resources(type: string): StackResource[] {
    return [...this.all.values()].filter(resource => resource.type === type);
  }

  public resource(logicalId: string): StackResource {
    const resource = this.all.get(logicalId);
    if (!resource) {
      throw new Error(`resource ${logicalId} must stand in the template, got none`);
    }
    return resource;
  }

  private ref(name: string): unknown {
    if (name.startsWith('AWS::')) {
      return this.pseudoParameter(name);
    }
    const parameter = this.body.Parameters?.[name];
    if (!parameter) {
      return this.names.ref(this.resource(name));
    }
    if (parameter.Default === undefined) {
      throw new Error(`parameter ${name} must have a default for the local run, got none`);
    }
    return parameter.Default;
  }

  private pseudoParameter(name: string): unknown {
    switch (name) {
      case 'AWS::AccountId': return LOCAL_ACCOUNT;
      case 'AWS::Region': return LOCAL_REGION;
      case 'AWS::Partition': return 'aws';
      case 'AWS::URLSuffix': return 'amazonaws.com';
      case 'AWS::StackName': return this.stackName;
      case 'AWS::StackId': return `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${this.stackName}/local`;
      case 'AWS::NotificationARNs': return [];
      case 'AWS::NoValue': return undefined;
      default: throw new Error(`pseudo parameter must be one that CloudFormation has, got ${name}`);
    }
  }
}
