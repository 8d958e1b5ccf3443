import type { CloudFormationClient, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { stackResources } from '../../economics/measurement/stack-resources';

/** What a stack consists of, by the type of the resource and the logical id that CDK makes of the path of a construct. */
export class StackParts {
  static async of(client: CloudFormationClient, stackName: string): Promise<StackParts> {
    return new StackParts(await stackResources(client, stackName));
  }

  private constructor(private readonly resources: readonly StackResourceSummary[]) {}

  /** Names of the resources of a type, those that were created; with the end of their logical ids, if that is told. */
  names(type: string, end = ''): string[] {
    return this.ofType(type).filter(({ logicalId }) => logicalId.endsWith(end)).map(({ name }) => name);
  }

  /** The same, each beside its logical id without the hash that CDK adds. */
  ofType(type: string): { readonly logicalId: string; readonly name: string }[] {
    return this.resources.flatMap(({ ResourceType, LogicalResourceId: id = '', PhysicalResourceId: name }) =>
      ResourceType === type && name !== undefined ? [{ logicalId: id.replace(/[0-9A-F]{8}$/, ''), name }] : []);
  }
}
