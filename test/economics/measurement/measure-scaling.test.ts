import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { putMetrics } from './deployed-stack';
import { FrontServer, type FrontAnswer } from './front-server';
import { batchMetrics, deployPipelines, runMeasure, type Finished } from './measured-pipelines';
import { withoutProgress } from '../../cli/without-progress';
import { MotoServer } from '../../fixtures/moto-server';
import { installPython } from '../../fixtures/python-environment';

const ARN = 'arn:aws:lambda:us-east-1:123456789012';
const MAPPINGS = 'GET /2015-03-31/event-source-mappings';
const SCALING = 'GET /2025-11-30/functions/managed/function-scaling-config';
const PROVIDER = 'GET /2025-11-30/capacity-providers/fleet';
const PROVISIONED = 'GET /2019-09-30/functions/processor/provisioned-concurrency';
const installed = installPython(join(__dirname, 'requirements.txt'));

jest.setTimeout(180_000); // each test simulates days of several computes

/** What Lambda answers of a function on managed instances, which moto does not know. */
const MANAGED: Readonly<Record<string, FrontAnswer>> = {
  [MAPPINGS]: mappingTo(`${ARN}:function:managed`),
  'GET /2015-03-31/functions/managed/configuration': {
    body: {
      FunctionName: 'managed',
      FunctionArn: `${ARN}:function:managed`,
      Runtime: 'nodejs24.x',
      MemorySize: 8_192,
      Timeout: 60,
      Architectures: ['arm64'],
      CapacityProviderConfig: {
        LambdaManagedInstancesCapacityProviderConfig: {
          CapacityProviderArn: `${ARN}:capacity-provider:fleet`, PerExecutionEnvironmentMaxConcurrency: 32, ExecutionEnvironmentMemoryGiBPerVCpu: 4,
        },
      },
    },
  },
  [SCALING]: {
    body: {
      FunctionArn: `${ARN}:function:managed:$LATEST.PUBLISHED`,
      AppliedFunctionScalingConfig: { MinExecutionEnvironments: 5, MaxExecutionEnvironments: 20 },
    },
  },
  [PROVIDER]: {
    body: {
      CapacityProvider: {
        CapacityProviderArn: `${ARN}:capacity-provider:fleet`,
        State: 'Active',
        VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
        PermissionsConfig: { CapacityProviderOperatorRoleArn: 'arn:aws:iam::123456789012:role/operator' },
        InstanceRequirements: { Architectures: ['arm64'], AllowedInstanceTypes: ['m7g.2xlarge'] },
        CapacityProviderScalingConfig: {
          MaxVCpuCount: 100,
          ScalingMode: 'Manual',
          ScalingPolicies: [{ PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization', TargetValue: 40 }],
        },
      },
    },
  },
};

function mappingTo(FunctionArn: string): FrontAnswer {
  const EventSourceArn = 'arn:aws:sqs:us-east-1:123456789012:events';
  return {
    body: { EventSourceMappings: [{ UUID: '0a1b', BatchSize: 1_000, MaximumBatchingWindowInSeconds: 10, EventSourceArn, FunctionArn, State: 'Enabled' }] },
  };
}

function denied(action: string): FrontAnswer {
  return { status: 403, body: { __type: 'AccessDeniedException', message: `User: arn:aws:iam::123456789012:user/x is not authorized to perform: ${action}` } };
}

if ('missing' in installed) {
  test.skip(`measuring how a pipeline scales needs ${installed.missing}`, () => undefined);
} else {
  describe('measures what a pipeline runs on', () => {
    const moto = new MotoServer(installed.bin);

    beforeAll(async () => {
      await moto.start();
      const cloudWatch = new CloudWatchClient(moto.client);
      await deployPipelines(moto, cloudWatch, new Date());
      const now = new Date();
      const batches = { ...batchMetrics, Throttles: () => 3 };
      await putMetrics(cloudWatch, { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'managed' }, metrics: batches }, 14, now);
      for (const [type, vCpus] of [['m7g.large', 4], ['m7g.xlarge', 2]] as const) {
        await putMetrics(cloudWatch, {
          namespace: 'AWS/Lambda',
          dimensions: { CapacityProviderName: 'fleet', InstanceType: type },
          metrics: { vCPUAllocated: () => vCpus, CPUUtilization: () => 20 },
        }, 14, now);
      }
      for (const [reader, utilization] of [['managed', 10], ['other', 90]] as const) {
        await putMetrics(cloudWatch, {
          namespace: 'AWS/Lambda',
          dimensions: { CapacityProviderName: 'fleet', FunctionName: reader },
          metrics: { ExecutionEnvironmentCPUUtilization: () => utilization },
        }, 14, now);
      }
      const lambda = new LambdaClient(moto.client);
      await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'worker', ReservedConcurrentExecutions: 2 }));
      [cloudWatch, lambda].forEach(client => client.destroy());
    });
    afterAll(async () => moto.stop());

    /** Measures with a server before the endpoint of one service; everything else is moto's. */
    async function measured(service: 'LAMBDA' | 'SQS', answers: Readonly<Record<string, FrontAnswer>>, ...args: string[]): Promise<Finished> {
      const front = new FrontServer(moto.client.endpoint, answers);
      const endpoint = await front.start();
      try {
        return await runMeasure({ ...moto.environment, [`AWS_ENDPOINT_URL_${service}`]: endpoint }, ...args);
      } finally {
        await front.stop();
      }
    }

    test('managed instances, with their settings and the CPU that the environments of all types of instances were busy with', async () => {
      const { status, stdout, stderr } = await measured('LAMBDA', MANAGED, '--function', 'managed', '--bytes-per-event', '500', '--json');
      expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: '' });
      const { subject, measurement, comparison, plan, arguments: speaks } = JSON.parse(stdout);

      expect(subject).toMatchObject({ function: 'managed', compute: 'managedInstances' });
      expect(measurement.busyVCpus).toBeCloseTo(0.6);
      expect(measurement.missing).toEqual(expect.arrayContaining(['AWS/Lambda ExecutionEnvironmentConcurrency of CapacityProviderName fleet']));
      expect(comparison.cases[0].computes[0].fleets[0]).toEqual({ type: 'm7g.2xlarge', instances: 3, environments: 5, vCpus: 24 });
      expect(plan.cases[0].computes[0]).toMatchObject({ compute: 'managed instances', isOwn: true, mostEnvironments: expect.any(Number) });
      expect(plan.cases[0].computes[0].mostEnvironments).toBeGreaterThanOrEqual(5);
      expect(speaks).toContainEqual({ compute: 'on demand', because: expect.stringMatching(/1,008 batches were throttled while environments were too few/) });
    });

    test('managed instances, without permission to read their settings', async () => {
      const answers = { ...MANAGED, [SCALING]: denied('lambda:GetFunctionScalingConfig'), [PROVIDER]: denied('lambda:GetCapacityProvider') };
      const { status, stdout } = await measured('LAMBDA', answers, '--function', 'managed', '--bytes-per-event', '500', '--json');
      const { comparison, notes } = JSON.parse(stdout);

      expect(status).toBe(0);
      expect(comparison.cases[0].computes[0].fleets[0]).toMatchObject({ environments: 3 });
      expect(notes).toContainEqual(expect.stringMatching(/^the least and the most environments are not known.*not authorized to perform: lambda:GetFunctionScalingConfig/));
      expect(notes).toContainEqual(expect.stringMatching(/^limits and types of the instances are not known.*not authorized to perform: lambda:GetCapacityProvider/));
    });

    test('ordinary Lambda with reserved concurrency, on which batches of the busiest day are throttled', async () => {
      const { stdout } = await runMeasure(moto.environment, '--function', 'worker', '--bytes-per-event', '500');

      expect(stdout).toMatch(/What breaks on ordinary Lambda, on which it runs, and what to change\n- \d\d:\d\d batches are throttled/);
      expect(stdout).toContain('2 batches at a time are the most');
    });

    test('ordinary Lambda with the environments that stand ready for the alias that reads the queue', async () => {
      const answers = {
        [MAPPINGS]: mappingTo(`${ARN}:function:processor:live`),
        [PROVISIONED]: {
          body: {
            ProvisionedConcurrencyConfigs: [
              { FunctionArn: `${ARN}:function:processor:other`, RequestedProvisionedConcurrentExecutions: 90, Status: 'READY' },
              { FunctionArn: `${ARN}:function:processor:live`, RequestedProvisionedConcurrentExecutions: 7, Status: 'READY' },
            ],
          },
        },
      };
      const { status, stdout } = await measured('LAMBDA', answers, '--function', 'processor', '--json');
      const { subject, comparison, plan } = JSON.parse(stdout);
      const ready = comparison.cases[0].computes[2].parts.find(({ name }: { name: string }) => name === 'ready environments');

      expect(status).toBe(0);
      expect(subject).toMatchObject({ compute: 'onDemand', provisionedConcurrency: 7 });
      expect(ready.usdPerMonth).toBeCloseTo(7 * 1_769 / 1_024 * 730 * 3_600 * 0.0000041667, 1);
      expect(plan.cases[0].computes.map(({ isOwn }: { isOwn: boolean }) => isOwn)).toEqual([false, false, true]);
    });

    test('and goes on without the day when the queue must not be read, and says so', async () => {
      const { status, stdout } = await measured('SQS', { '*': denied('sqs:GetQueueUrl') }, '--function', 'processor');

      expect(status).toBe(0);
      expect(stdout).toMatch(/costs? least: /);
      expect(stdout).not.toContain('deepest queue');
      expect(stdout.replace(/\s+/g, ' ')).toMatch(/the settings of the queue are not known, so no day is simulated: User: .* is not authorized to perform: sqs:GetQueueUrl/);
    });
  });
}
