import { CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Members } from './template-values';

/** Key under which a link holds the number of the construct that a template would name by `Ref` or `Fn::GetAtt`. */
const LINK = 'Fn::Construct';

/**
 * The resources of an app with the properties that its templates will have.
 *
 * Escape hatches, aspects and overrides are in them. References stay links to constructs, also across stacks, where a
 * template has only the name of an export.
 */
export class LinkedResources {
  private readonly properties = new Map<CfnResource, Members>();
  private readonly targets: IConstruct[] = [];
  private byType?: Map<string, CfnResource[]>;

  constructor(private readonly root: IConstruct) {}

  /** All resources of a type, such as `AWS::Lambda::Function`. */
  public ofType(type: string): CfnResource[] {
    this.byType ??= this.sorted();
    return this.byType.get(type) ?? [];
  }

  /** What the template will have under `Properties`. */
  public propertiesOf(resource: CfnResource): Members {
    const found = this.properties.get(resource);
    if (found !== undefined) {
      return found;
    }
    const options = { scope: resource, resolver: new LinkResolver(this.targets), preparing: false };
    const { Resources: resources } = Tokenization.resolve(resource._toCloudFormation(), options);
    const [body] = Object.values<{ Properties?: Members }>(resources);
    const properties = body.Properties ?? {};
    this.properties.set(resource, properties);
    return properties;
  }

  /** Resources that a value is made of, in its order. */
  public linkedFrom(value: unknown): CfnResource[] {
    return linksIn(value).map(index => this.targets[index]).filter(target => CfnResource.isCfnResource(target));
  }

  /** The resource of a type that a value names first. */
  public linked(value: unknown, type: string): CfnResource | undefined {
    return this.linkedFrom(value).find(resource => resource.cfnResourceType === type);
  }

  private sorted(): Map<string, CfnResource[]> {
    const byType = new Map<string, CfnResource[]>();
    for (const construct of this.root.node.findAll()) {
      if (CfnResource.isCfnResource(construct)) {
        const { cfnResourceType: type } = construct;
        byType.set(type, [...byType.get(type) ?? [], construct]);
      }
    }
    return byType;
  }
}

/** The words that a value is made of, without what it links to. */
export function literalText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value !== 'object' || value === null || LINK in value) {
    return '';
  }
  return Object.values(value).map(literalText).join('');
}

function linksIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (LINK in value && typeof value[LINK] === 'number') {
    return [value[LINK]];
  }
  return Object.values(value).flatMap(linksIn);
}

class Joined {
  public join(left: unknown, right: unknown): unknown {
    return left === undefined ? right : right === undefined ? left : { 'Fn::Join': ['', [left, right]] };
  }
}

class LinkResolver extends DefaultTokenResolver {
  constructor(private readonly targets: IConstruct[]) {
    super(new Joined());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? { [LINK]: this.targets.push(token.target) - 1 } : super.resolveToken(token, context, postProcessor);
  }
}
