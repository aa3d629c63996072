import type { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import type { Source } from '../../sources/source.ts';
import type { SourceRow } from '../../store/index/source-queries.ts';
import type { SourceStatus } from '../status.ts';
import type { WritableVault } from '../vault-context.ts';

/** A password is exchanged for a token at once and dropped, or kept where the source knows nothing else; a token is used as it is. */
export type PortalSecret = { readonly password: string } | { readonly token: string };

export interface Credentials {
  /** Another user name than before. */
  readonly username?: string;
  readonly secret: PortalSecret;
}

export interface ConnectorOptions {
  /** The learner said that a mass change in a watched folder is theirs. */
  readonly acceptMassChange?: boolean;
}

export interface ConnectedSource extends SourceStatus {
  /** What the learner should know before going on, as codes. */
  readonly notices: readonly string[];
}

/** How one type of source that can be asked again is opened as it was written down. */
export interface Connector {
  /** As in the ledger: `folder`, `moodle`, … */
  readonly type: string;
  /**
   * Throws `source.login-expired` if its secret is not there any more, `source.not-supported` for settings of a later version.
   */
  open(vault: WritableVault, row: SourceRow, options: ConnectorOptions): Source;
  /**
   * Signs in again and keeps the new secret; looks first whether it works. Gives the notices of the probe. Absent where there is
   * nothing to sign in to. Throws `source.*`.
   */
  signIn?(
    vault: WritableVault,
    row: SourceRow,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /**
   * Has the portal end a sign-in, before the source is removed. Absent where no portal does that.
   * @returns false where this portal does not offer it. Throws `source.*`.
   */
  signOut?(vault: WritableVault, row: SourceRow, signal: AbortSignal): Promise<boolean>;
}

/** The settings of a source as its entry says them. Throws `source.not-supported` if this version cannot read them. */
export function readSettings<Schema extends z.ZodType>(schema: Schema, row: SourceRow): z.output<Schema> {
  const parsed = schema.safeParse(row.settings);
  if (!parsed.success) throw new VaultError('source.not-supported', { type: row.type });
  return parsed.data;
}

/** The secret of a source. Throws `source.login-expired` if there is none any more. */
export function secretOf(vault: WritableVault, row: SourceRow): string {
  const secret = vault.secrets.find(row.id);
  if (secret === undefined) throw new VaultError('source.login-expired', { reason: 'no-token' });
  return secret;
}
