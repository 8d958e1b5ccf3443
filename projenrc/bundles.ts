import { awscdk, Component } from 'projen';

/** Bundles everything that runs outside the CDK app when the package is built; see bundle.mjs. */
export class Bundles extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    const task = project.addTask('bundle', {
      exec: 'node projenrc/bundle.mjs',
      description: 'Bundle the handler, the command line and the local runtime into assets/',
    });
    project.preCompileTask.spawn(task);
    project.gitignore.exclude('/assets/');
    project.addPackageIgnore('!/assets/');
  }
}
