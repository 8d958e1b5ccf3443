import * as kms from 'aws-cdk-lib/aws-kms';

/**
 * With whose keys the processor encrypts what it keeps; queue and archive have theirs.
 *
 * A key that this app makes gets the permissions that are needed. A key from elsewhere must leave it to the policies of its
 * account who may use it, as keys do by default; what else its owner must add, a warning tells word by word.
 */
export interface ProcessorEncryptionOptions {
  /**
   * Key that encrypts the variables of the function; who deploys needs `kms:Encrypt` and `kms:CreateGrant` for it.
   *
   * @default - a key that Lambda manages
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
   */
  readonly environmentEncryption?: kms.IKey;

  /**
   * Key that the logs of the function, of its instances and of its network are encrypted with; its policy lets CloudWatch Logs use it.
   *
   * @default - a key of CloudWatch Logs
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey?: kms.IKey;
}
