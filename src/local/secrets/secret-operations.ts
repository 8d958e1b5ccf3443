/** Reads the text of a secret or a parameter; nothing if there is none of that name. */
export type ReadText = (name: string) => Promise<string | undefined>;

/** What is kept where. */
export interface SecretStores {
  readonly secret: ReadText;
  readonly parameter: ReadText;
}

/** A refusal in the words of the service. */
export class SecretsError extends Error {
  constructor(public readonly type: string, message: string) {
    super(message);
  }
}

type Fields = Readonly<Record<string, unknown>>;
type Operation = (fields: Fields, stores: SecretStores) => Promise<Fields>;

/** There is one version of everything. */
const VERSION = '1';

/**
 * The calls that are known, by their `X-Amz-Target`.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 */
export const SECRET_OPERATIONS: Readonly<Record<string, Operation>> = {
  'secretsmanager.GetSecretValue': async ({ SecretId }, { secret }) => {
    const name = String(SecretId);
    const text = await secret(name);
    if (text === undefined) {
      throw new SecretsError('ResourceNotFoundException', 'Secrets Manager can\'t find the specified secret.');
    }
    return { ARN: name, Name: name, SecretString: text, VersionId: VERSION, VersionStages: ['AWSCURRENT'] };
  },

  'AmazonSSM.GetParameter': async ({ Name }, { parameter }) => {
    const found = await readParameter(String(Name), parameter);
    if (!found) {
      throw new SecretsError('ParameterNotFound', '');
    }
    return { Parameter: found };
  },

  'AmazonSSM.GetParameters': async ({ Names }, { parameter }) => {
    const names = Array.isArray(Names) ? Names.map(String) : [];
    const found = await Promise.all(names.map(async name => readParameter(name, parameter)));
    return { Parameters: found.filter(one => one !== undefined), InvalidParameters: names.filter((_, index) => found[index] === undefined) };
  },
};

async function readParameter(name: string, parameter: ReadText): Promise<Fields | undefined> {
  const text = await parameter(name);
  return text === undefined ? undefined : { Name: name, Type: 'SecureString', Value: text, Version: Number(VERSION), DataType: 'text' };
}
