import { findTarget, type TargetChoice } from './target/find-target';
import type { Target } from './target/target';
import { interruptible } from './terminal/interruption';
import { Output } from './terminal/output';

/** What a command works with. */
export interface Session {
  readonly target: Target;
  readonly output: Output;
  readonly interrupted: AbortSignal;
}

/** Runs a command on the pipeline that its options name, or says how it is written. */
export async function withPipeline(
  options: TargetChoice & { readonly json: boolean; readonly help: boolean }, usage: string, work: (session: Session) => Promise<void>,
): Promise<void> {
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  const target = await findTarget(options, usage);
  const output = new Output(options.json);
  try {
    await interruptible(async interrupted => work({ target, output, interrupted }));
  } finally {
    output.close();
    target.close();
  }
}
