import { paginateListStackResources, type CloudFormationClient, type StackResourceSummary } from '@aws-sdk/client-cloudformation';

/** What a stack consists of, page by page: DescribeStackResources stops at a hundred. */
export async function stackResources(client: CloudFormationClient, stackName: string): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
    resources.push(...page.StackResourceSummaries ?? []);
  }
  return resources;
}
