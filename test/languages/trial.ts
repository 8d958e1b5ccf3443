import { Assembly, differences } from './cloud-assembly';
import { CommandFailed, run } from './command';
import type { Language, Tool } from './language';
import type { Outcome } from './outcome';
import type { Site } from './site';

/** What a user reads who gives the app half of a vCPU. */
export const REFUSAL = [
  'Telemetry/Pipeline/Processor cannot be deployed:',
  '- memorySize must be a whole number of vCPUs, a multiple of 4,096 MB at 4 GiB per vCPU, got 2,048 MB (0.5 vCPU);',
  'set it to 4,096 MB, or set executionEnvironmentMemoryGiBPerVCpu to 2 [MemoryWholeVCpus]',
].join(' ');

/** The steps of a user, in their order. */
type Steps = Array<[statement: string, take: () => Promise<string | void>]>;

/** The life of a package in one language: packaged, installed, used, used wrongly. */
export class Trial {
  /** What the app synthesized, once it did. */
  assembly?: Assembly;

  constructor(private readonly language: Language, private readonly site: Site, private readonly report: (outcome: Outcome) => void) {}

  /** Takes one step after the other; what comes after a step that cannot be taken is skipped. */
  async run(): Promise<void> {
    let obstacle = await missingTool(this.language.tools);
    for (const [statement, take] of this.steps()) {
      obstacle = await this.attempt(statement, take, obstacle);
    }
  }

  /** Holds the app to that of another language. */
  async compare(reference: Trial | undefined): Promise<void> {
    const none = this.assembly && reference?.assembly ? undefined : 'there are no two templates';
    await this.attempt(`synthesizes what ${reference?.language.name ?? 'another language'} does`, async () => {
      const different = differences(this.assembly!, reference!.assembly!);
      if (different.length > 0) {
        throw new Error(`different: ${different.join(', ')}`);
      }
    }, none);
  }

  private steps(): Steps {
    return [
      ['is packaged by jsii-pacmak', () => this.site.package()],
      ['installs the package into an empty project', () => this.language.install(this.site)],
      ['synthesizes the app', async () => {
        this.assembly = await this.site.synthesize();
        return `${Object.keys(this.assembly.template.Resources).length} resources, ${Object.keys(this.assembly.assets).length} assets`;
      }],
      ['tells at synth what to change in a pair that Lambda would refuse', async () => {
        this.site.edit('8192', '2048');
        const output = await this.site.synthesize().then(() => 'the app synthesized', printed);
        if (!isWhole(output)) {
          throw new Error(`the refusal did not arrive whole:\n${output.split('\n').slice(-40).join('\n')}`);
        }
      }],
    ];
  }

  /** Takes a step, unless something stands in its way; resolves to what stands in the way of the next one. */
  private async attempt(statement: string, take: () => Promise<string | void>, obstacle?: string): Promise<string | undefined> {
    const tell = (told: Pick<Outcome, 'verdict' | 'detail' | 'seconds'>) => this.report({ language: this.language.name, statement, ...told });
    if (obstacle !== undefined) {
      tell({ verdict: 'skipped', detail: obstacle });
      return obstacle;
    }
    const started = Date.now();
    try {
      const remark = await take();
      tell({ verdict: 'passed', detail: remark ?? undefined, seconds: (Date.now() - started) / 1_000 });
      return undefined;
    } catch (error) {
      const [missing] = (error instanceof CommandFailed && this.language.registryMissing.exec(error.output)) || [];
      if (missing !== undefined) {
        tell({ verdict: 'skipped', detail: missing.trim() });
        return missing.trim();
      }
      tell({ verdict: 'failed', detail: String(error) });
      return `it does not do what was tried before: ${statement}`;
    }
  }
}

/** Whether the refusal was printed to its end, whatever the language wraps around it. */
function isWhole(output: string): boolean {
  return output.replace(/^\[ERROR\] /gm, '').replace(/\s+/g, ' ').includes(REFUSAL);
}

function printed(error: unknown): string {
  return error instanceof CommandFailed ? error.output : String(error);
}

async function missingTool(tools: readonly Tool[]): Promise<string | undefined> {
  for (const { name, command, atLeast } of tools) {
    const output = await run(command, { cwd: process.cwd(), env: process.env }).catch(() => undefined);
    const [version] = output?.match(/\d+(\.\d+)*/) ?? [];
    if (version === undefined) {
      return `needs ${name}, ${atLeast} or newer`;
    }
    if (version.localeCompare(atLeast, 'en', { numeric: true }) < 0) {
      return `needs ${name}, ${atLeast} or newer, got ${version}`;
    }
  }
  return undefined;
}
