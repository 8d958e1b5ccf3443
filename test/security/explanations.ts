/** Why findings are as they should be, or what to set where they should not. */
export interface Explanation {
  /** Rules without their pack and without what they found, such as `LambdaDLQ`. */
  readonly rules: readonly string[];
  readonly reason: string;
}

/** Findings of cdk-nag. */
export const NAG_EXPLANATIONS: readonly Explanation[] = [
  { rules: ['APIG4'], reason: '`keysInBodies` opens these routes: browsers and apps have no header for a key. The processor looks at the key instead' },
  { rules: ['IAM5'], reason: 'The function may add objects below `events/` and `quarantine/`, whose names are not known before. It may not read, list or delete' },
  { rules: ['APIGWAssociatedWithWAF'], reason: 'A web ACL has its own price. `webAclArn` puts the stage behind one' },
  { rules: ['APIGWCacheEnabledAndEncrypted'], reason: 'A cache holds replies to GET; there is only POST' },
  { rules: ['APIGWSSLEnabled'], reason: 'A client certificate proves API Gateway to a server of one\'s own. SQS knows it by its role' },
  { rules: ['APIGWXrayEnabled', 'LambdaTracing'], reason: 'X-Ray costs 5 USD for a million traces. `processor.tracing` switches it on for the function; each request has an id from the access log to the row' },
  { rules: ['CloudWatchLogGroupEncrypted'], reason: 'CloudWatch Logs encrypts every group. `logEncryptionKey`, of the door and of the processor, takes a key of yours' },
  { rules: ['CloudWatchAlarmAction'], reason: 'Whom an alarm tells is yours to say: `monitoring.alarmActions` takes a topic' },
  { rules: ['IAMNoInlinePolicy'], reason: 'Each policy belongs to one role and goes with it, which is what inline policies are for' },
  { rules: ['S3BucketReplicationEnabled'], reason: 'A copy in another region doubles the bill for storage, and where data may lie is not ours to say. `archive.bucket` takes a bucket that is replicated' },
  { rules: ['S3BucketVersioningEnabled'], reason: 'Objects are written once, each under a name of its own, by a role that cannot delete. `archive.bucket` takes a bucket with versions' },
  { rules: ['S3DefaultEncryptionKMS'], reason: 'S3 encrypts every object. `archive.encryptionKey` takes a key of yours; S3 writes access logs into no bucket with one' },
  { rules: ['VPCDefaultSecurityGroupClosed'], reason: 'Nothing is in that group. To close it, CDK would add a function that may change security groups' },
  { rules: ['LambdaConcurrency'], reason: 'Managed instances have `maxVCpuCount` in its place. The authorizer is asked once for each key and cache time, within the throttle of the door' },
  { rules: ['LambdaDLQ'], reason: 'A dead-letter queue of the function is for asynchronous calls. SQS has the one that counts; the door waits for the authorizer\'s answer' },
  { rules: ['LambdaInsideVPC'], reason: 'The capacity provider puts the processor into the VPC. The authorizer talks to the store of the keys alone, and would need a paid endpoint' },
  { rules: ['LambdaEventSourceMappingDestination'], reason: 'SQS has no such destination: a message that fails goes back to the queue, and then to the dead-letter queue' },
  { rules: ['SQSRedrivePolicy'], reason: 'It is the dead-letter queue itself' },
];

/** Findings of checkov and cfn-lint. */
export const TEMPLATE_EXPLANATIONS: readonly Explanation[] = [
  { rules: ['CKV_AWS_27'], reason: 'checkov knows keys of KMS only. SQS encrypts these queues (`SqsManagedSseEnabled`); `queue.encryptionKey` takes a key of yours' },
  { rules: ['CKV_AWS_158'], reason: 'As `CloudWatchLogGroupEncrypted` above: `logEncryptionKey`' },
  { rules: ['CKV_AWS_73'], reason: 'As `APIGWXrayEnabled` above' },
  { rules: ['CKV_AWS_120'], reason: 'As `APIGWCacheEnabledAndEncrypted` above: there is only POST' },
  { rules: ['CKV_AWS_59'], reason: 'As `APIG4` above: `keysInBodies` opens these routes' },
  { rules: ['CKV_AWS_18'], reason: 'It is the bucket of the access log itself' },
  { rules: ['CKV_AWS_21'], reason: 'As `S3BucketVersioningEnabled` above' },
  { rules: ['CKV_AWS_116'], reason: 'As `LambdaDLQ` above' },
  { rules: ['CKV_AWS_117'], reason: 'As `LambdaInsideVPC` above' },
  { rules: ['CKV_AWS_115'], reason: 'As `LambdaConcurrency` above' },
  { rules: ['CKV_AWS_173'], reason: 'Lambda encrypts variables. The only secret that can be among them is `privacy.hashKey`, of the processor; `processor.environmentEncryption` takes a key of yours' },
  { rules: ['W3005'], reason: 'aws-cdk-lib writes this dependency for every function that is given a role; it is real and merely said twice' },
];
