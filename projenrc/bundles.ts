import { awscdk, Component } from 'projen';

/**
 * Bundles everything that runs outside the CDK app, at package build time:
 * the processor's handler, the command line, and what the local run gives to a handler in the place of Lambda's runtime.
 */
export class Bundles extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    const task = project.addTask('bundle', { description: 'Bundle the handler, the command line and the local runtime into assets/' });
    const esbuild = 'esbuild --bundle --platform=node --log-level=warning --minify-syntax --minify-whitespace';

    // The AWS SDK comes with Lambda's runtime.
    task.exec(`${esbuild} --target=node22 --external:@aws-sdk/* src/processor/telemetry.lambda.ts --outfile=assets/processor/telemetry.lambda/index.js`);
    task.exec(`${esbuild} --target=node20 src/cli/main.ts --outfile=assets/cli/telemetry-pipeline.js --legal-comments=external`);

    // Lambda's runtime in the local run: the real runtime interface client, and the SDK where Lambda has it.
    task.exec('node projenrc/local-runtime.mjs');

    project.preCompileTask.spawn(task);
    project.gitignore.exclude('/assets/');
    project.addPackageIgnore('!/assets/');
  }
}
