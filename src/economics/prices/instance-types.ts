/** An EC2 instance type that Lambda launches. */
export interface InstanceType {
  readonly name: string;
  readonly vCpus: number;
  readonly memoryGiB: number;
  readonly architecture: 'arm64' | 'x86_64';
}

/** Sizes by the number of their vCPUs; an instance costs as many times the price of the smallest. */
const SIZES: readonly (readonly [string, number])[] = [['large', 2], ['xlarge', 4], ['2xlarge', 8], ['4xlarge', 16], ['8xlarge', 32]];

const MEMORY_PER_VCPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** Describes a type by its name; absent for one whose family or size is not known. */
export function instanceType(name: string): InstanceType | undefined {
  const [, kind, generation, size] = /^([cmr])(\d+[a-z]*)\.(\w+)$/.exec(name) ?? [];
  const vCpus = vCpusOf(size);
  return vCpus === undefined ? undefined : {
    name,
    vCpus,
    memoryGiB: vCpus * MEMORY_PER_VCPU[kind],
    architecture: /^\d+g/.test(generation) ? 'arm64' : 'x86_64',
  };
}

/** Types that a name stands for: itself, or the usual sizes of a family such as `m7g.*`. */
export function typesNamed(pattern: string): InstanceType[] {
  const names = pattern.endsWith('.*') ? SIZES.map(([size]) => pattern.replace('*', size)) : [pattern];
  return names.flatMap(name => instanceType(name) ?? []);
}

/** Sizes of a family with what each costs, of which AWS asks the same for each vCPU. */
export function sizesOf(family: string, usdOfLarge: number): readonly (readonly [string, number])[] {
  return SIZES.map(([size, vCpus]) => [`${family}.${size}`, Number((usdOfLarge * vCpus / 2).toFixed(6))]);
}

function vCpusOf(size: string | undefined): number | undefined {
  const [, times] = /^(\d*)xlarge$/.exec(size ?? '') ?? [];
  return size === 'large' ? 2 : times === undefined ? undefined : 4 * Number(times || 1);
}
