from aws_cdk import (
    App,
    CfnOutput,
    Stack,
    aws_cloudwatch_actions as actions,
    aws_s3 as s3,
    aws_secretsmanager as secretsmanager,
    aws_sns as sns,
)
from cdk_telemetry_pipeline import (
    IngestionAuth,
    ManagedInstanceProcessorOptions,
    ProcessorNetwork,
    TelemetryArchiveOptions,
    TelemetryIngestionApiOptions,
    TelemetryMonitoringOptions,
    TelemetryPipeline,
    WriteKeys,
)

app = App()
stack = Stack(app, "Telemetry")

data_lake = s3.Bucket.from_bucket_name(stack, "DataLake", "example-data-lake")
write_keys = secretsmanager.Secret.from_secret_name_v2(stack, "WriteKeys", "telemetry/write-keys")
on_call = sns.Topic(stack, "OnCall", enforce_ssl=True)

pipeline = TelemetryPipeline(
    stack,
    "Pipeline",
    ingestion=TelemetryIngestionApiOptions(
        authorization=IngestionAuth.write_keys(WriteKeys.from_secret(write_keys), keys_in_bodies=True),
    ),
    archive=TelemetryArchiveOptions(bucket=data_lake),
    processor=ManagedInstanceProcessorOptions(
        memory_size=8192,
        execution_environment_memory_gib_per_v_cpu=4,
        network=ProcessorNetwork.vpc_endpoints(),
    ),
    monitoring=TelemetryMonitoringOptions(alarm_actions=[actions.SnsAction(on_call)]),
)

CfnOutput(stack, "Url", value=pipeline.ingestion.url)

app.synth()
