// The AWS clients that functions of the local run find, as they find them in Lambda.
module.exports = {
  'client-s3': require('@aws-sdk/client-s3'),
  'client-secrets-manager': require('@aws-sdk/client-secrets-manager'),
  'client-ssm': require('@aws-sdk/client-ssm'),
};
