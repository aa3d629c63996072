import { session, type Session } from 'electron';

import type { Log } from './log.ts';
import { mayLoad } from './policies/network.ts';
import { mayHave } from './policies/permissions.ts';

/** Rejects a certificate whatever it says (`setCertificateVerifyProc`). */
const rejectCertificate = -2;

export interface PageSession {
  readonly session: Session;
  /** Settles when the last guard, the proxy that is not there, stands; the others do at once. */
  readonly guarded: Promise<void>;
}

/**
 * The session of the app's page: in memory, without cache, and without a way out. Nothing but the app's own protocol loads; sockets would
 * reach a proxy that is not there; nothing is downloaded, no device is lent, no certificate is believed.
 */
export function createPageSession(
  currentHost: () => string,
  devServer: string | undefined,
  log: Log,
): PageSession {
  const own = session.fromPartition('evidence-vault-page', { cache: false });
  own.webRequest.onBeforeRequest(({ url }, decide) => {
    const cancel = !mayLoad(url, currentHost(), devServer);
    if (cancel) log.add('network.refused');
    decide({ cancel });
  });
  own.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const { requestingUrl, isMainFrame } = details;
    decide(mayHave({ permission, from: requestingUrl, isMainFrame }, currentHost()));
  });
  own.setPermissionCheckHandler((_contents, permission, from, { isMainFrame }) =>
    mayHave({ permission, from, isMainFrame }, currentHost()),
  );
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler(null);
  own.setCertificateVerifyProc((_request, decide) => {
    decide(rejectCertificate);
  });
  own.on('will-download', (event) => {
    event.preventDefault();
    log.add('download.refused');
  });
  own.setSpellCheckerEnabled(false);
  // Port 9 of this computer throws away what it gets; '<-loopback>' sends even this computer's own addresses there.
  const guarded =
    devServer === undefined
      ? own.setProxy({ mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' })
      : Promise.resolve();
  return { session: own, guarded };
}
