import type { Site } from './site';

/** A program that must be there. */
export interface Tool {
  /** As users call it. */
  readonly name: string;
  /** Prints its version. */
  readonly command: readonly string[];
  /** Lowest version, such as `17` or `3.10`. */
  readonly atLeast: string;
}

/** What jsii-pacmak makes of the library, and the app that uses it. */
export interface Target {
  /** Folder of its app in `examples/languages`. */
  readonly folder: string;
  /** The file of the app that creates the pipeline. */
  readonly app: string;
  /** As jsii-pacmak calls it. */
  readonly pacmak: 'js' | 'python' | 'java' | 'go' | 'dotnet';
  /** Whether the package is generated, and not built. */
  readonly codeOnly?: boolean;
  /** Variables that its tools need at the site, and that keep their downloads in `site.downloads`. */
  environment?(site: Site): NodeJS.ProcessEnv;
}

/** A language that the library is used from, and how its users get hold of a package. */
export interface Language extends Target {
  readonly name: string;
  readonly tools: readonly Tool[];
  /** How its package manager says that the registry cannot be reached, or holds something back. */
  readonly registryMissing: RegExp;
  /** Installs the package from `site.packages` into the app at `site.app`; resolves to a remark, if there is one. */
  install(site: Site): Promise<string | void>;
}
