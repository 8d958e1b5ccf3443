/**
 * A pipeline among what a company has already: its VPC with NAT, its data lake's bucket, services that sign their requests.
 *
 * The processor has four vCPUs in one environment, for events that take more work.
 */
import { ProcessorNetwork, TelemetryPipeline } from 'cdk-telemetry-pipeline';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';

const app = new App();
const stack = new Stack(app, 'ExistingNetworkAndBucket', { env: { account: '111111111111', region: 'eu-west-1' } });

const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  privateSubnetIds: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb', 'subnet-0cccccccccccccccc'],
  privateSubnetRouteTableIds: ['rtb-0aaaaaaaaaaaaaaaa', 'rtb-0bbbbbbbbbbbbbbbb', 'rtb-0cccccccccccccccc'],
});

const telemetry = new TelemetryPipeline(stack, 'Telemetry', {
  archive: { bucket: s3.Bucket.fromBucketName(stack, 'DataLake', 'example-data-lake'), databaseName: 'telemetry' },
  processor: {
    network: ProcessorNetwork.existing(vpc),
    memorySize: 16_384,
    executionEnvironmentMemoryGiBPerVCpu: 4,
  },
});

const checkout = iam.Role.fromRoleName(stack, 'Checkout', 'checkout-service');
telemetry.ingestion.grantPost(checkout);
