import { VaultError } from '../../base/errors.ts';
import type { Source } from '../../sources/source.ts';
import type { SourceRow } from '../../store/index/source-queries.ts';
import { getSource } from '../add-source.ts';
import { sourceStatus } from '../status.ts';
import type { WritableVault } from '../vault-context.ts';
import type { ConnectedSource, Connector, ConnectorOptions, Credentials } from './connector.ts';
import { canvasConnector } from './canvas.ts';
import { folderConnector } from './folder.ts';
import { mailboxConnector } from './mailbox.ts';
import { moodleConnector } from './moodle.ts';
import { openBadgesConnector } from './openbadges.ts';

/** Every type of source that can be asked again. */
const connectors: readonly Connector[] = [
  canvasConnector,
  folderConnector,
  mailboxConnector,
  moodleConnector,
  openBadgesConnector,
];

/** Throws `source.not-supported` for a type of a later version, and for one that nobody asks again. */
function connectorFor(row: SourceRow): Connector {
  const connector = connectors.find(({ type }) => type === row.type);
  if (connector === undefined) throw new VaultError('source.not-supported', { type: row.type });
  return connector;
}

/** The connector of a source as it was written down. Throws as `Connector.open`, `source.not-supported`. */
export function connectorOf(vault: WritableVault, row: SourceRow, options: ConnectorOptions = {}): Source {
  return connectorFor(row).open(vault, row, options);
}

/** The address of a source's server; undefined where there is none, or where its sign-in is lost. */
export function addressOf(vault: WritableVault, row: SourceRow): string | undefined {
  try {
    return connectorOf(vault, row).describe().address;
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code.startsWith('source.')) return undefined;
    throw thrown;
  }
}

/**
 * Has the portal of a source end its sign-in, where it offers that. Throws `source.*`.
 * @returns false where there is nothing to end
 */
export async function signOut(vault: WritableVault, row: SourceRow, signal: AbortSignal): Promise<boolean> {
  const connector = connectors.find(({ type }) => type === row.type);
  return (await connector?.signOut?.(vault, row, signal)) ?? false;
}

/** Signs in to a portal again after its sign-in ended; its history goes on as the same source. Throws `source.*`, `input.not-found`. */
export async function signIn(
  vault: WritableVault,
  sourceText: string,
  credentials: Credentials,
  options: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const row = getSource(vault, sourceText);
  const connector = connectorFor(row);
  if (connector.signIn === undefined) throw new VaultError('source.not-supported', { type: row.type });
  const notices = await connector.signIn(vault, row, credentials, options.signal);
  return { ...sourceStatus(row), notices };
}
