import type { SourceStatus } from '../../../vault/status.ts';
import type { PortalSecret } from '../../../vault/connectors/connector.ts';
import type { CommandContext } from '../../context.ts';
import { sourceLines } from '../../format/source-lines.ts';

/** Asks for a password or a token on a terminal, or takes it from EVIDENCE_VAULT_SOURCE_SECRET; never from the arguments. */
export async function askSecret(context: CommandContext, isToken: boolean): Promise<PortalSecret> {
  if (isToken) return { token: await context.secrets.sourceSecret('token') };
  return { password: await context.secrets.sourceSecret('password') };
}

/** As in the documents: `lastSync` is always there, and null before the first sync. */
export function sourceDocument({
  id,
  type,
  name,
  state,
  lastSync = null,
  lastSuccess,
}: NullableSource): object {
  return { id, type, name, state, lastSync, ...(lastSuccess === undefined ? {} : { lastSuccess }) };
}
type NullableSource = Omit<SourceStatus, 'lastSync'> & { readonly lastSync?: string | null };

/** One source, with a sentence about what was done with it. */
export function reportSource(
  context: CommandContext,
  source: SourceStatus,
  sentence: string,
  more: object = {},
): void {
  context.output.report({
    document: { source: sourceDocument(source), ...more },
    lines: [sentence, ...sourceLines([source])],
  });
}
