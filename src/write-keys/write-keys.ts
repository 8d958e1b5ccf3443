import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { WRITE_KEY_RULES, WriteKeyFacts } from './write-key-rules';
import { warnOfOtherAccount } from '../private/customer-key';
import { refuse } from '../private/rules';
import { WRITE_KEY_ENVIRONMENT } from '../wire/write-key-settings';

/** How write keys are read. */
export interface WriteKeyReadingOptions {
  /**
   * How long a function uses the keys before it reads them again, at least 1 second.
   *
   * @default Duration.minutes(1)
   */
  readonly refreshInterval?: Duration;
}

/** Where keys are kept. */
interface KeyStore {
  readonly environment: Record<string, string>;
  readonly endpoint: ec2.InterfaceVpcEndpointAwsService;
  grantRead(reader: lambda.Function): void;
}

/**
 * The write keys of clients: what tells who sends, and lets them in.
 *
 * Segment's and RudderStack's clients send one as the user of Basic authorization, PostHog's and Amplitude's in the body.
 * The keys are a JSON object in which each key has an id; the id, never the key, ends up in the column `write_key`:
 *
 *     { "web": "9f2c…", "ios": ["new 81d0…", "old 5e77…"] }
 *
 * Several keys of an id are all let in, so that one can be changed without a gap: add the new one, move the clients, take
 * the old one out. An id is 1 to 64 letters, digits, `_`, `.`, `@`, `:` or `-`. A change needs no deployment; it is known
 * everywhere after `refreshInterval` and the time for which the door keeps a verdict.
 */
export class WriteKeys {
  /**
   * Keys in a secret of Secrets Manager, 0.40 USD a month.
   *
   * @param secret JSON object of keys by their id
   * @param options how often it is read
   * @see https://aws.amazon.com/secrets-manager/pricing/
   */
  public static fromSecret(secret: secretsmanager.ISecret, options: WriteKeyReadingOptions = {}): WriteKeys {
    return new WriteKeys({
      environment: { [WRITE_KEY_ENVIRONMENT.secret]: secret.secretArn },
      endpoint: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      grantRead: reader => letReadSecret(secret, reader),
    }, options);
  }

  /**
   * Keys in a parameter of Parameter Store, at most 4 KB, for nothing; best a SecureString.
   *
   * @param parameter JSON object of keys by their id
   * @param options how often it is read
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
   */
  public static fromParameter(parameter: ssm.IStringParameter, options: WriteKeyReadingOptions = {}): WriteKeys {
    return new WriteKeys({
      environment: { [WRITE_KEY_ENVIRONMENT.parameter]: parameter.parameterName },
      endpoint: ec2.InterfaceVpcEndpointAwsService.SSM,
      grantRead: reader => {
        parameter.grantRead(reader);
      },
    }, options);
  }

  /** How long keys are used before they are read again; absent for the default. */
  public readonly refreshInterval?: Duration;

  private constructor(private readonly store: KeyStore, options: WriteKeyReadingOptions) {
    this.refreshInterval = options.refreshInterval;
  }

  /**
   * Variables that tell a function where the keys are.
   *
   * @internal
   */
  public get _environment(): Record<string, string> {
    const refresh = this.refreshInterval && { [WRITE_KEY_ENVIRONMENT.refreshMs]: `${this.refreshInterval.toMilliseconds()}` };
    return { ...this.store.environment, ...refresh };
  }

  /**
   * What a network without ways out needs to read them.
   *
   * @internal
   */
  public get _endpoint(): ec2.InterfaceVpcEndpointAwsService {
    return this.store.endpoint;
  }

  /**
   * What the rules speak about.
   *
   * @internal
   */
  public get _facts(): WriteKeyFacts {
    return { writeKeysRefresh: this.refreshInterval?.isUnresolved() ? undefined : this.refreshInterval?.toMilliseconds() };
  }

  /**
   * Lets a function read them.
   *
   * @internal
   */
  public _grantRead(reader: lambda.Function): void {
    refuse(reader, WRITE_KEY_RULES, this._facts);
    this.store.grantRead(reader);
  }
}

/**
 * By the policy of the reader alone: `secret.grantRead` names the reader in the policy of the secret's key, and a key of another stack
 * would then wait for this one.
 */
function letReadSecret(secret: secretsmanager.ISecret, grantee: lambda.Function): void {
  const arn = secret.secretFullArn ?? `${secret.secretArn}-??????`; // Secrets Manager adds six characters to the name
  iam.Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [arn] });
  if (secret.encryptionKey !== undefined) {
    const viaService = `secretsmanager.${Stack.of(grantee).region}.amazonaws.com`;
    iam.Grant.addToPrincipal({
      grantee, actions: ['kms:Decrypt'], resourceArns: [secret.encryptionKey.keyArn], conditions: { StringEquals: { 'kms:ViaService': viaService } },
    });
    warnOfOtherAccount(grantee, secret.encryptionKey, ['kms:Decrypt']);
  }
}
