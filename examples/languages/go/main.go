package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-telemetry-pipeline/cdk-telemetry-pipeline-go/telemetrypipeline"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Telemetry"), nil)

	dataLake := awss3.Bucket_FromBucketName(stack, jsii.String("DataLake"), jsii.String("example-data-lake"))
	writeKeys := awssecretsmanager.Secret_FromSecretNameV2(stack, jsii.String("WriteKeys"), jsii.String("telemetry/write-keys"))
	onCall := awssns.NewTopic(stack, jsii.String("OnCall"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})

	pipeline := telemetrypipeline.NewTelemetryPipeline(stack, jsii.String("Pipeline"), &telemetrypipeline.TelemetryPipelineProps{
		Ingestion: &telemetrypipeline.TelemetryIngestionApiOptions{
			Authorization: telemetrypipeline.IngestionAuth_WriteKeys(
				telemetrypipeline.WriteKeys_FromSecret(writeKeys, nil),
				&telemetrypipeline.WriteKeyAuthOptions{KeysInBodies: jsii.Bool(true)},
			),
		},
		Archive: &telemetrypipeline.TelemetryArchiveOptions{Bucket: dataLake},
		Processor: &telemetrypipeline.ManagedInstanceProcessorOptions{
			MemorySize:                           jsii.Number(8192),
			ExecutionEnvironmentMemoryGiBPerVCpu: jsii.Number(4),
			Network:                              telemetrypipeline.ProcessorNetwork_VpcEndpoints(nil),
		},
		Monitoring: &telemetrypipeline.TelemetryMonitoringOptions{
			AlarmActions: &[]awscloudwatch.IAlarmAction{awscloudwatchactions.NewSnsAction(onCall)},
		},
	})

	awscdk.NewCfnOutput(stack, jsii.String("Url"), &awscdk.CfnOutputProps{Value: pipeline.Ingestion().Url()})

	app.Synth(nil)
}
