import { awscdk, Component } from 'projen';

/** From 1.0 on, refuses to release a minor version or a patch that takes away what the release before it promised. */
export class ApiCompatibility extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    project.tasks.tryFind('release')!.spawn(project.tasks.tryFind('compat')!, {
      // The version that is about to be released, as `bump` wrote it: anything may change before 1.0, and in a major one.
      condition: 'node -e "process.exit(/^(0[.]|[0-9]+[.]0[.]0$)/.test(fs.readFileSync(\'dist/version.txt\', \'utf8\').trim()) ? 1 : 0)"',
    });
    project.addPackageIgnore('/.compatignore');
  }
}
