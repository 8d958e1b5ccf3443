import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { localNames } from './local-names';
import { StackTemplate, type TemplateBody } from './stack-template';

/** A stack of a cloud assembly. */
export interface AssemblyStack {
  readonly name: string;
  /** Every name that it can be asked for by: stack name, artifact id, construct path. */
  readonly aliases: readonly string[];
  readonly templateFile: string;
  readonly template: StackTemplate;
  /** Folder of an asset, by the path in a resource's metadata or by the key of its object; `undefined` if neither leads to one. */
  assetFolder(metadataPath: string | undefined, objectKey: string | undefined): string | undefined;
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly directoryName?: string; readonly file?: string };
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, {
    readonly source: { readonly path?: string };
    readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
  }>>;
}

/** How CDK names the template of a nested stack. */
const NESTED = '.nested.template.json';

/** Reads every stack that `cdk synth` left in a folder, those of its stages and nested ones included. */
export function readStacks(folder: string): AssemblyStack[] {
  const manifestFile = join(folder, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new Error(`${folder} must be the output folder of a CDK app, got no manifest.json in it; run \`cdk synth\` first`);
  }
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(manifestFile);
  const assetPaths = readAssetPaths(folder, Object.values(artifacts));

  const assetFolder: AssemblyStack['assetFolder'] = (metadataPath, objectKey) => {
    const path = metadataPath ?? assetPaths.get(objectKey ?? '');
    return !path ? undefined : resolve(folder, path);
  };
  const nested = [...new Set(assetPaths.values())].filter(path => path.endsWith(NESTED)).map(path => nestedStack(folder, path, assetFolder));

  const stacks = Object.entries(artifacts).flatMap(([id, { type, displayName, properties = {} }]) => {
    if (type === 'cdk:cloud-assembly') {
      return readStacks(join(folder, properties.directoryName ?? id));
    }
    if (type !== 'aws:cloudformation:stack' || !properties.templateFile) {
      return [];
    }
    const name = properties.stackName ?? id;
    const templateFile = join(folder, properties.templateFile);
    return [{
      name,
      aliases: [name, id, displayName ?? id],
      templateFile,
      template: new StackTemplate(readJson<TemplateBody>(templateFile), name, localNames()),
      assetFolder,
    }];
  });
  return [...stacks, ...nested];
}

/** A nested stack goes by the name of its template; what its parent hands to it is known at deployment, and stands for itself. */
function nestedStack(folder: string, path: string, assetFolder: AssemblyStack['assetFolder']): AssemblyStack {
  const templateFile = resolve(folder, path);
  const { Parameters = {}, ...body } = readJson<TemplateBody>(templateFile);
  const given = Object.fromEntries(Object.entries(Parameters).map(([name, parameter]) => [name, { Default: name, ...parameter }]));
  const name = basename(path, NESTED);
  return { name, aliases: [name], templateFile, template: new StackTemplate({ ...body, Parameters: given }, name, localNames()), assetFolder };
}

/** Paths by object key. Only the CDK's command line writes paths into the template; an app that synthesizes itself has just these. */
function readAssetPaths(folder: string, artifacts: readonly Artifact[]): Map<string, string> {
  const paths = new Map<string, string>();
  for (const { type, properties } of artifacts) {
    if (type !== 'cdk:asset-manifest' || !properties?.file) {
      continue;
    }
    const { files = {} } = readJson<AssetManifest>(join(folder, properties.file));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        paths.set(objectKey, source.path ?? '');
      }
    }
  }
  return paths;
}

function readJson<Content>(file: string): Content {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as Content;
  } catch {
    throw new Error(`${file} must be JSON as CDK writes it, got other text; run \`cdk synth\` again`);
  }
}
