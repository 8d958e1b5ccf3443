import { awscdk, Component, JsonPatch } from 'projen';

/** Commits of the actions that projen would name by a tag, which an owner of theirs could move. */
const PINNED_ACTIONS = {
  'actions/setup-dotnet': 'a98b56852c35b8e3190ac28c8c2271da59106c68', // v6.0.0
  'actions/setup-go': 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e', // v7.0.0
  'actions/setup-java': 'b6effb05e454b25005698d916606bdc6ffcbf961', // v5.7.0
  'actions/setup-node': '820762786026740c76f36085b0efc47a31fe5020', // v7.0.0
  'actions/setup-python': '5fda3b95a4ea91299a34e894583c3862153e4b97', // v7.0.0
  'peter-evans/create-pull-request': '5f6978faf089d4d20b00c7766989d076bb2fc7f1', // v8.1.1
};

/** Takes from the workflows of projen what they need not be allowed, and what could change behind our back. */
export class Workflows extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    for (const [action, commit] of Object.entries(PINNED_ACTIONS)) {
      project.github!.actions.set(action, `${action}@${commit}`);
    }
    project.tryFindObjectFile('.github/workflows/release.yml')!.patch(
      JsonPatch.replace('/jobs/release/permissions', { contents: 'read' }), // it builds; the tag is made when everything is published
      // The publisher's own default is the same host, and no registry host stands in this repository.
      JsonPatch.remove('/jobs/release_npm/steps/9/env/NPM_REGISTRY'),
      JsonPatch.remove('/jobs/release_maven/steps/10/env/MAVEN_STAGING_PROFILE_ID'), // a secret that only a server of the past asked for
    );
    project.tryFindObjectFile('.github/workflows/build.yml')!.patch(
      JsonPatch.replace('/jobs/build/permissions', { contents: 'read' }), // a pull request that generates other files fails, and is not mended
    );
  }
}
