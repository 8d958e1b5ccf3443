module example.com/telemetry

go 1.25

require (
	github.com/aws/aws-cdk-go/awscdk/v2 v2.263.0
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdk-telemetry-pipeline/cdk-telemetry-pipeline-go/telemetrypipeline v0.0.0
)
