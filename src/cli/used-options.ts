import type { Token } from './same-command';
import { UsageError } from './usage-error';

/** Refuses an option that belongs to other actions of a command than the one that is asked for; it would be taken and do nothing. */
export function demandUsed(action: string, tokens: readonly Token[], uses: Readonly<Record<string, readonly string[]>>, usage: string): void {
  for (const token of tokens) {
    const takers = token.kind === 'option' ? Object.keys(uses).filter(one => uses[one].includes(token.name)) : [];
    if (token.kind === 'option' && takers.length > 0 && !takers.includes(action)) {
      throw new UsageError(`${token.rawName} must stand beside ${takers.join(' or ')}, got ${action}`, usage);
    }
  }
}
