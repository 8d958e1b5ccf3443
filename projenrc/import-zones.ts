import { awscdk, Component } from 'projen';

const CONSTRUCTS = ['aws-cdk-lib', 'constructs'];

/** Makes lint errors of imports that cross from one side of the system to another. */
export class ImportZones extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const eslint = project.eslint!;

    eslint.addRules({
      'import/no-restricted-paths': ['error', {
        zones: [
          {
            target: './src/wire',
            from: './src',
            except: ['./wire'],
            message: 'wire/ holds the words that all sides share; it imports nothing.',
          },
          {
            target: ['./src/processor/handler', './src/processor/telemetry.lambda.ts'],
            from: './src',
            except: ['./wire', './write-keys/runtime', './processor/handler', './processor/telemetry.lambda.ts'],
            message: 'The handler runs in Lambda; it imports no construct.',
          },
          {
            target: ['./src/write-keys/runtime', './src/write-keys/authorizer.lambda.ts'],
            from: './src',
            except: ['./wire', './write-keys/runtime'],
            message: 'What checks keys runs in Lambda; it imports no construct.',
          },
          {
            target: ['./src/local', './src/cli'],
            from: './src',
            except: ['./wire', './local', './cli', './economics'],
            message: 'The local run knows the pipeline only by its synthesized template.',
          },
          {
            target: ['./src/economics/*.ts', './src/economics/!(synth)/**/*.ts'],
            from: './src',
            except: ['./wire', './economics', './processor/rules/instance-room.ts'],
            message: 'The model is numbers alone: the command line runs it without constructs; what reads constructs stands in synth/.',
          },
          {
            target: [
              './src/!(processing).ts', './src/ingestion', './src/queue', './src/archive', './src/monitoring', './src/private', './src/economics',
              './src/processor/!(telemetry.lambda).ts', './src/write-keys/write-keys.ts',
            ],
            from: [
              './src/processor/handler', './src/processor/telemetry.lambda.ts', './src/write-keys/runtime', './src/write-keys/authorizer.lambda.ts',
              './src/local', './src/cli',
            ],
            message: 'A construct loads no code of the handler or the local run at synth time.',
          },
        ],
      }],
      '@typescript-eslint/no-explicit-any': 'error',
      'curly': ['error', 'all'],
      'no-console': 'error',
    });

    // What runs in Lambda logs through the console; checksums are made of bits.
    eslint.addOverride({ files: ['src/processor/handler/batch-report.ts', 'src/write-keys/runtime/stored-keys.ts'], rules: { 'no-console': 'off' } });
    eslint.addOverride({ files: ['src/local/archive/checksums.ts'], rules: { 'no-bitwise': 'off' } });

    // No construct library on the side that runs outside the CDK app.
    eslint.addOverride({
      files: ['src/wire/**', 'src/processor/handler/**', 'src/write-keys/runtime/**', 'src/**/*.lambda.ts', 'src/local/**', 'src/cli/**', 'src/economics/!(synth)/**', 'src/economics/*.ts'],
      rules: { 'no-restricted-imports': ['error', { patterns: CONSTRUCTS.map(name => ({ group: [name, `${name}/*`], message: 'Synth time only.' })) }] },
    });
    eslint.addOverride({
      files: ['demo/**', 'bench/**', 'examples/**', 'projenrc/**', '.projenrc.ts', 'test/**'],
      rules: { 'no-console': 'off' },
    });

    eslint.config.parserOptions = { ecmaVersion: 2022, sourceType: 'module', project: ['./tsconfig.dev.json', './src/local/page/browser/tsconfig.json', './src/cli/html/browser/tsconfig.json'] };
    eslint.config.settings['import/core-modules'] = [project.name, `${project.name}/lib/processing`]; // examples import us as users do

    for (const bundled of [
      'src/processor/handler/**/*.ts', 'src/write-keys/runtime/**/*.ts', 'src/**/*.lambda.ts', 'src/local/**/*.ts', 'src/cli/**/*.ts',
      'src/economics/measurement/**/*.ts', 'demo/**', 'bench/**', 'examples/**',
    ]) {
      eslint.allowDevDeps(bundled);
    }
  }
}
