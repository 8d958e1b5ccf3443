import { awscdk, Component, JsonFile } from 'projen';

/**
 * The peers, each of which is installed a second time, under its name with `-newest` behind it; the lock file says which version.
 *
 * The schema is a dependency of aws-cdk-lib; npm takes it for bundled, and leaves it out, where aws-cdk-lib has another name.
 */
const PEERS = { 'aws-cdk-lib': '^2.276.0', '@aws-cdk/cloud-assembly-schema': '^55.3.0', 'constructs': '^10.8.1' };

/**
 * Runs the construct tests and the examples a second time against the newest peers, so that both ends of their ranges are tested.
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
        testMatch: [
          '<rootDir>/test/{archive,ingestion,least-privilege,monitoring,private,queue,rules}/**/*.test.ts',
          '<rootDir>/test/processor/*.test.ts',
          '<rootDir>/test/*.test.ts',
        ],
        setupFiles: ['<rootDir>/test/fixtures/newest-peers.cjs'],
        moduleNameMapper: Object.fromEntries(Object.keys(PEERS).flatMap(peer => [[`^${peer}$`, `${peer}-newest`], [`^${peer}/(.*)$`, `${peer}-newest/$1`]])),
      }),
    });
    project.addDevDeps(...Object.entries(PEERS).map(([peer, range]) => `${peer}-newest@npm:${peer}@${range}`));
    project.addTask('test:newest-cdk', {
      exec: 'jest --config test/jest.newest-cdk.json --ci',
      receiveArgs: true,
      description: 'Run the construct tests against the newest aws-cdk-lib and constructs',
    });
  }
}
