package com.example.telemetry;

import io.github.cdktelemetry.pipeline.IngestionAuth;
import io.github.cdktelemetry.pipeline.ManagedInstanceProcessorOptions;
import io.github.cdktelemetry.pipeline.ProcessorNetwork;
import io.github.cdktelemetry.pipeline.TelemetryArchiveOptions;
import io.github.cdktelemetry.pipeline.TelemetryIngestionApiOptions;
import io.github.cdktelemetry.pipeline.TelemetryMonitoringOptions;
import io.github.cdktelemetry.pipeline.TelemetryPipeline;
import io.github.cdktelemetry.pipeline.WriteKeyAuthOptions;
import io.github.cdktelemetry.pipeline.WriteKeys;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.sns.Topic;

public final class TelemetryApp {
    public static void main(final String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "Telemetry");

        IBucket dataLake = Bucket.fromBucketName(stack, "DataLake", "example-data-lake");
        ISecret writeKeys = Secret.fromSecretNameV2(stack, "WriteKeys", "telemetry/write-keys");
        Topic onCall = Topic.Builder.create(stack, "OnCall").enforceSsl(true).build();

        TelemetryPipeline pipeline = TelemetryPipeline.Builder.create(stack, "Pipeline")
                .ingestion(TelemetryIngestionApiOptions.builder()
                        .authorization(IngestionAuth.writeKeys(
                                WriteKeys.fromSecret(writeKeys),
                                WriteKeyAuthOptions.builder().keysInBodies(true).build()))
                        .build())
                .archive(TelemetryArchiveOptions.builder().bucket(dataLake).build())
                .processor(ManagedInstanceProcessorOptions.builder()
                        .memorySize(8192)
                        .executionEnvironmentMemoryGiBPerVCpu(4)
                        .network(ProcessorNetwork.vpcEndpoints())
                        .build())
                .monitoring(TelemetryMonitoringOptions.builder()
                        .alarmActions(List.of(new SnsAction(onCall)))
                        .build())
                .build();

        CfnOutput.Builder.create(stack, "Url").value(pipeline.getIngestion().getUrl()).build();

        app.synth();
    }
}
