import type { EngineInput } from '../../../src/contract/engine-contract.ts';
import { sealSecretFor } from '../../app/engine.ts';

type MailMethod = 'sources.mailFolders' | 'sources.previewMailbox' | 'sources.connectMailbox';
export type MailConnection = EngineInput<'sources.mailFolders'>;

/** What was typed of a mail server and an account there. */
export interface TypedMailbox {
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly port: string;
  readonly security: 'tls' | 'starttls' | 'none';
}

export const emptyMailbox: TypedMailbox = { host: '', username: '', password: '', port: '', security: 'tls' };

/** As the engine takes it; the password sealed for the one method that is called with it. */
export async function connectionFor(method: MailMethod, typed: TypedMailbox): Promise<MailConnection> {
  const port = Number.parseInt(typed.port, 10);
  return {
    host: typed.host.trim(),
    username: typed.username.trim(),
    ...(Number.isInteger(port) ? { port } : {}),
    security: typed.security,
    password: await sealSecretFor(`${method}/password`, typed.password),
  };
}
