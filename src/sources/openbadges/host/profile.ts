import { z } from 'zod';

import { VaultError } from '../../../base/errors.ts';
import { parseWith } from '../../../base/zod-door.ts';
import { statusError } from './credential-pages.ts';
import { readJson } from './read-json.ts';
import type { HostApi } from './scopes.ts';
import type { BadgeSession } from './session.ts';

const longestProfile = 1024 * 1024;

const profileSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
});

/** Whose credentials a host holds, as far as it says. */
export interface HostAccount {
  /** The host's own id of the learner, verbatim. */
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/**
 * Asks whose account it is (getProfile, Open Badges 3.0 section 6.2.4). A host may not offer it, or not to this app: then nobody is named.
 * Throws `source.login-expired`, `source.*`.
 */
export async function readAccount(
  base: string,
  api: HostApi,
  session: BadgeSession,
  signal: AbortSignal,
): Promise<HostAccount> {
  const answer = await session.get(
    new URL(`${base}/${api.path}/profile`),
    { Accept: 'application/json' },
    signal,
  );
  const failure = statusError(answer.status);
  if (failure !== undefined) {
    answer.discard();
    if (failure.code === 'source.refused' || answer.status === 404 || answer.status === 405)
      return { id: undefined, name: undefined };
    throw failure;
  }
  const said = parseWith(profileSchema, readJson(await answer.bytes(longestProfile)), 'source.protocol');
  return { id: said.id, name: said.name ?? said.email };
}

/** Throws `source.other-account` if a sign-in speaks for somebody else than before. Where nobody is named nothing is compared. */
export function expectAccount(expected: string | undefined, found: HostAccount): void {
  if (expected !== undefined && found.id !== undefined && expected !== found.id)
    throw new VaultError('source.other-account');
}
