using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SecretsManager;
using Amazon.CDK.AWS.SNS;
using Cdk.TelemetryPipeline;

var app = new App();
var stack = new Stack(app, "Telemetry");

var dataLake = Bucket.FromBucketName(stack, "DataLake", "example-data-lake");
var writeKeys = Secret.FromSecretNameV2(stack, "WriteKeys", "telemetry/write-keys");
var onCall = new Topic(stack, "OnCall", new TopicProps { EnforceSSL = true });

var pipeline = new TelemetryPipeline(stack, "Pipeline", new TelemetryPipelineProps
{
    Ingestion = new TelemetryIngestionApiOptions
    {
        Authorization = IngestionAuth.WriteKeys(WriteKeys.FromSecret(writeKeys), new WriteKeyAuthOptions { KeysInBodies = true }),
    },
    Archive = new TelemetryArchiveOptions { Bucket = dataLake },
    Processor = new ManagedInstanceProcessorOptions
    {
        MemorySize = 8192,
        ExecutionEnvironmentMemoryGiBPerVCpu = 4,
        Network = ProcessorNetwork.VpcEndpoints(),
    },
    Monitoring = new TelemetryMonitoringOptions { AlarmActions = new IAlarmAction[] { new SnsAction(onCall) } },
});

new CfnOutput(stack, "Url", new CfnOutputProps { Value = pipeline.Ingestion.Url });

app.Synth();
