import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { handlerCode } from './handler-code';

/** What can be set on a handler that is bundled from its source. */
export interface ProcessorEntryOptions {
  /**
   * Name of the exported function.
   *
   * @default 'handler'
   */
  readonly handler?: string;

  /**
   * Runtime, a Node.js of version 22 or newer.
   *
   * @default lambda.Runtime.NODEJS_24_X
   */
  readonly runtime?: lambda.Runtime;

  /**
   * How esbuild bundles it.
   *
   * @default - as NodejsFunction does: the AWS SDK is left to the runtime
   */
  readonly bundling?: nodejs.BundlingOptions;

  /**
   * Folder of the project that the entry is part of.
   *
   * @default - the folder of the lock file
   */
  readonly projectRoot?: string;

  /**
   * Lock file of the project.
   *
   * @default - the next one above the current folder
   */
  readonly depsLockFilePath?: string;
}

/** How code of one's own is started. */
export interface ProcessorCodeOptions {
  /** Name by which the runtime finds the handler, such as `index.handler`; only the code knows it. */
  readonly handler: string;

  /** Runtime that the code is written for: Node.js 22, Python 3.13, Java 21, .NET 8 or newer, or `provided.al2023`. */
  readonly runtime: lambda.Runtime;
}

/** Makes the function of the processor from its settings; only the library's handler takes compiled schemas. */
type MakeFunction = (
  scope: Construct, id: string, props: Omit<lambda.FunctionProps, 'code' | 'handler' | 'runtime'>, eventSchemas?: string,
) => lambda.Function;

/**
 * The code that turns batches into rows of the archive.
 *
 * @example
 * new TelemetryPipeline(this, 'Telemetry', {
 *   processor: {
 *     code: ProcessorCode.of(lambda.Code.fromAsset('processor'), { handler: 'app.handler', runtime: lambda.Runtime.PYTHON_3_13 }),
 *   },
 * });
 */
export class ProcessorCode {
  /** The handler that comes with the library. */
  public static bundled(): ProcessorCode {
    const runtime = lambda.Runtime.NODEJS_24_X;
    return new ProcessorCode(runtime, true, (scope, id, props, eventSchemas) => new lambda.Function(scope, id, {
      ...props, runtime, handler: 'index.handler', code: handlerCode(eventSchemas),
    }));
  }

  /**
   * A handler of your own in TypeScript or JavaScript, bundled by esbuild at synthesis, as NodejsFunction does it.
   *
   * @param entry path of the file that exports the handler
   * @param options how it is bundled and started
   */
  public static fromEntry(entry: string, options: ProcessorEntryOptions = {}): ProcessorCode {
    const runtime = options.runtime ?? lambda.Runtime.NODEJS_24_X;
    return new ProcessorCode(runtime, false, (scope, id, props) => new nodejs.NodejsFunction(scope, id, { ...props, ...options, entry, runtime }));
  }

  /**
   * Code of your own, for any runtime that managed instances have.
   *
   * @param code what is deployed
   * @param options how it is started
   */
  public static of(code: lambda.Code, options: ProcessorCodeOptions): ProcessorCode {
    return new ProcessorCode(options.runtime, false, (scope, id, props) => new lambda.Function(scope, id, { ...props, ...options, code }));
  }

  /** Runtime that the code is written for. */
  public readonly runtime: lambda.Runtime;

  private constructor(runtime: lambda.Runtime, private readonly isBundled: boolean, private readonly makeFunction: MakeFunction) {
    this.runtime = runtime;
  }

  /**
   * Whether this is the handler that comes with the library.
   *
   * @internal
   */
  public get _isBundled(): boolean {
    return this.isBundled;
  }

  /**
   * Makes the function.
   *
   * @internal
   */
  public _createFunction(...args: Parameters<MakeFunction>): lambda.Function {
    return this.makeFunction(...args);
  }
}
