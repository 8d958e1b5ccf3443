// The AWS clients that functions of the local run find, as they find them in Lambda; the command line shares them.
module.exports = {
  'client-cloudformation': require('@aws-sdk/client-cloudformation'),
  'client-cloudwatch': require('@aws-sdk/client-cloudwatch'),
  'client-cloudwatch-logs': require('@aws-sdk/client-cloudwatch-logs'),
  'client-lambda': require('@aws-sdk/client-lambda'),
  'client-pricing': require('@aws-sdk/client-pricing'),
  'client-s3': require('@aws-sdk/client-s3'),
  'client-secrets-manager': require('@aws-sdk/client-secrets-manager'),
  'client-sqs': require('@aws-sdk/client-sqs'),
  'client-ssm': require('@aws-sdk/client-ssm'),
};
