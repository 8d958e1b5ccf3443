import { awscdk, Component, JsonFile } from 'projen';

/**
 * Runs the construct tests a second time against the newest aws-cdk-lib, so that both ends of the peer range are tested.
 */
export class NewestCdkTests extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    const config = project.jest!.config;
    new JsonFile(project, 'test/jest.newest-cdk.json', {
      marker: false,
      obj: () => ({
        ...config,
        rootDir: '..',
        testMatch: ['<rootDir>/test/{archive,ingestion,private,processor,queue,rules}/*.test.ts', '<rootDir>/test/*.test.ts'],
        moduleNameMapper: {
          '^aws-cdk-lib$': 'aws-cdk-lib-newest',
          '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-newest/$1',
        },
      }),
    });
    project.addTask('test:newest-cdk', {
      exec: 'jest --config test/jest.newest-cdk.json --ci',
      receiveArgs: true,
      description: 'Run the construct tests against the newest aws-cdk-lib',
    });
  }
}
