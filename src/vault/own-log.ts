import type { OpenVault } from './vault-context.ts';

/** Id of this installation's own log; undefined where it has none yet, or has lost it. */
export function ownLogOf({ ledger }: OpenVault): string | undefined {
  return ledger.own.state === 'ready' ? ledger.own.head.log : undefined;
}
