import type { EngineInput } from '../../../src/contract/engine-contract.ts';
import type { Grant } from '../../../src/contract/shell-contract.ts';

/** What a reader brings along to a check: nothing of it comes from the bundle. */
export interface VerifyOptions {
  /** The vault id or public key that the reader expects, from elsewhere than the bundle. */
  readonly key: string;
  readonly full: boolean;
  /** File that says whom they trust. */
  readonly policy: Grant | undefined;
  /** A day, `2026-11-22`, or nothing. */
  readonly at: string;
  /** Files with their own keys, for what was locked for them. */
  readonly keyFiles: readonly Grant[];
}

export const noOptions: VerifyOptions = { key: '', full: false, policy: undefined, at: '', keyFiles: [] };

/** What to ask the engine. */
export function requestOf(
  file: string,
  { key, full, policy, at, keyFiles }: VerifyOptions,
): EngineInput<'bundle.verify'> {
  const expectKey = key.trim();
  return {
    file,
    ...(expectKey === '' ? {} : { expectKey }),
    ...(full ? { full } : {}),
    ...(policy === undefined ? {} : { policy: policy.id }),
    ...(at === '' ? {} : { at }),
    ...(keyFiles.length === 0 ? {} : { identities: keyFiles.map(({ id }) => id) }),
  };
}
