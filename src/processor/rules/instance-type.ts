/** What the name of an instance type tells. */
export interface InstanceType {
  readonly name: string;
  /** Letters before the generation, such as `c`, `m` or `r`. */
  readonly family: string;
  readonly architecture: 'arm64' | 'x86_64';
  /** Absent for sizes whose vCPUs the name does not tell, such as `metal`. */
  readonly vCpus?: number;
  readonly size: string;
}

/** GiB of memory for each vCPU in the families that managed instances run on. */
export const MEMORY_OF_FAMILY: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** Reads the name of an instance type; a name with wildcards, or of another form, tells nothing. */
export function readInstanceType(name: string): InstanceType | undefined {
  const [, family, , attributes, size] = /^([a-z]+)(\d+)([a-z\d-]*)\.([a-z\d-]+)$/.exec(name) ?? [];
  if (family === undefined) {
    return undefined;
  }
  const arm = family === 'a' || attributes.startsWith('g');
  return { name, family, size, architecture: arm ? 'arm64' : 'x86_64', vCpus: vCpusOf(size) };
}

function vCpusOf(size: string): number | undefined {
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  if (times !== undefined) {
    return 4 * Number(times || 1);
  }
  return { medium: 1, large: 2 }[size];
}
