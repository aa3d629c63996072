import { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import { parseCanvasAddress } from '../../sources/canvas/canvas-address.ts';
import { createCanvasSource, type CanvasSource } from '../../sources/canvas/canvas-source.ts';
import { addSource } from '../add-source.ts';
import type { WritableVault } from '../vault-context.ts';
import {
  readSettings,
  secretOf,
  type ConnectedSource,
  type Connector,
  type Credentials,
} from './connector.ts';

/** What is written down of a Canvas: never its token. `account` is the learner's id there. */
const canvasSettings = z.looseObject({ url: z.string(), account: z.string().optional() });

export const canvasConnector: Connector = {
  type: 'canvas',
  open: (vault, row) => sourceAt(vault, readSettings(canvasSettings, row), secretOf(vault, row)),
  signIn: async (vault, row, credentials, signal) => {
    const settings = readSettings(canvasSettings, row);
    const token = tokenIn(credentials);
    const { notices, accountId } = await sourceAt(vault, settings, token).probe(signal);
    // The history that is there is somebody's: another's token must not go on with it.
    if (settings.account !== undefined && settings.account !== accountId)
      throw new VaultError('source.refused', { reason: 'other-account' });
    await vault.secrets.set(row.id, token);
    return notices;
  },
};

export interface CanvasConnection {
  /** The Canvas's address, or that of any of its pages. */
  readonly url: string;
  /** An access token that the learner made there (Account, Settings, New access token). */
  readonly token: string;
}

/** Looks whose account a token opens, and connects it. Throws `source.*`. */
export async function connectCanvas(
  vault: WritableVault,
  { url, token }: CanvasConnection,
  options: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const site = parseCanvasAddress(url).origin;
  const { name, notices, accountId } = await sourceAt(vault, { url: site }, token).probe(options.signal);
  const settings = { url: site, account: accountId };
  return { ...(await addSource(vault, { type: 'canvas', name, settings, secret: token })), notices };
}

function sourceAt(
  vault: WritableVault,
  { url, account }: z.infer<typeof canvasSettings>,
  token: string,
): CanvasSource {
  const { app, clock, timeZone } = vault;
  return createCanvasSource({
    url,
    token,
    app,
    clock,
    timeZone,
    ...(account === undefined ? {} : { account }),
  });
}

/** A Canvas takes no password from an app. Throws `source.login-refused`. */
function tokenIn({ secret }: Credentials): string {
  if ('token' in secret) return secret.token;
  throw new VaultError('source.login-refused', { reason: 'token-needed' });
}
