import type { sourceMethods } from '../../../src/contract/methods/source-methods.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { getSource } from '../../../src/vault/add-source.ts';
import type { ConnectedSource, PortalSecret } from '../../../src/vault/connectors/connector.ts';
import { signIn } from '../../../src/vault/connectors/connector-table.ts';
import { connectCanvas } from '../../../src/vault/connectors/canvas.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { connectMailbox, listMailboxFolders, previewMailbox } from '../../../src/vault/connectors/mailbox.ts';
import { connectMoodle } from '../../../src/vault/connectors/moodle.ts';
import { endSource } from '../../../src/vault/remove-source.ts';
import { pauseSource } from '../../../src/vault/pause-source.ts';
import { sourceLog } from '../../../src/vault/source-log.ts';
import type { SealedSecret } from '../../../src/contract/sealed-secret.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import type { Call } from '../page-connection.ts';
import { practiceAddress, practiceDo } from '../practice.ts';
import { sourcesForPage, sourceForPage } from '../source-for-page.ts';
import { reportForPage } from '../sync-report.ts';

/** Where work comes from. */
export function sourceHandlers(engine: EngineContext): Handlers<typeof sourceMethods> {
  const vault = () => engine.session.vault();
  const connected = ({ id, notices }: ConnectedSource) => {
    // Its first copy begins by itself.
    void engine.scheduler.look();
    return { source: sourceForPage(engine, vault(), id), notices };
  };
  return {
    'sources.list': () => ({ sources: sourcesForPage(engine, vault()) }),
    'sources.connectFolder': async ({ folder, name }, { signal }) =>
      connected(
        await connectFolder(vault(), engine.grants.path(folder), {
          signal,
          ...(name === undefined ? {} : { name }),
        }),
      ),
    'sources.connectMoodle': async ({ url, username, secret }, call) => {
      const opened = await openPortalSecret(secret, 'sources.connectMoodle', call);
      return connected(
        await connectMoodle(vault(), { url, username, secret: opened }, { signal: call.signal }),
      );
    },
    'sources.connectCanvas': async ({ url, token }, { signal, openSecret }) => {
      const opened = await openSecret(token, 'sources.connectCanvas/token');
      return connected(await connectCanvas(vault(), { url, token: opened }, { signal }));
    },
    'sources.mailFolders': async ({ password, ...account }, { signal, openSecret }) => {
      const secret = { password: await openSecret(password, 'sources.mailFolders/password') };
      const folders = await listMailboxFolders(vault(), { ...account, secret }, { signal });
      return { folders: folders.map(({ path, use }) => ({ path, ...(use === undefined ? {} : { use }) })) };
    },
    'sources.previewMailbox': async ({ password, ...wanted }, { signal, openSecret }) => {
      const secret = { password: await openSecret(password, 'sources.previewMailbox/password') };
      return previewMailbox(vault(), { ...wanted, secret }, { signal });
    },
    'sources.connectMailbox': async ({ password, ...wanted }, { signal, openSecret }) => {
      const secret = { password: await openSecret(password, 'sources.connectMailbox/password') };
      return connected(await connectMailbox(vault(), { ...wanted, secret }, { signal }));
    },
    'sources.signIn': async ({ source, username, secret }, call) => {
      const opened = await openPortalSecret(secret, 'sources.signIn', call);
      const name = username === undefined ? {} : { username };
      return connected(await signIn(vault(), source, { ...name, secret: opened }, { signal: call.signal }));
    },
    'sources.remove': async ({ source }, { signal }) => {
      await endSource(vault(), source, { signal });
      void engine.scheduler.look();
      engine.tellState();
      return {};
    },
    'sources.pause': async ({ source, paused }) => {
      await pauseSource(vault(), source, paused);
      void engine.scheduler.look();
      return {};
    },
    'sources.sync': ({ source, acceptMassChange }) => {
      const chosen = source === undefined ? {} : { source: getSource(vault(), source).id };
      const accept = acceptMassChange === undefined ? {} : { acceptMassChange };
      return { task: engine.copying.sync({ ...chosen, ...accept }) };
    },
    'sources.log': ({ source }) => ({ text: sourceLog(vault(), source) }),
    'files.add': ({ files }) => {
      const held = vault();
      const paths = files.map((id) => engine.grants.path(id));
      const task = engine.tasks.start({ kind: 'add-files' }, ({ signal, progress }) =>
        engine.lanes.hold('adding', signal, async () => {
          try {
            const report = await addFiles(held, paths, {
              signal,
              onProgress: progress,
              onItem: () => {
                engine.changes.note('items');
              },
            });
            return { reports: [reportForPage(report)] };
          } finally {
            engine.changes.note('items', 'sources', 'status', 'alerts');
          }
        }),
      );
      return { task };
    },
    'practice.do': async ({ what }) => {
      await practiceDo(engine.session.provider(), what);
      return {};
    },
    'practice.address': () => practiceAddress(engine.session.provider()),
  };
}

/** Opened just before it is used, for the method that it was sealed for. */
async function openPortalSecret(
  secret: { readonly password: SealedSecret } | { readonly token: SealedSecret },
  method: 'sources.connectMoodle' | 'sources.signIn',
  { openSecret }: Call,
): Promise<PortalSecret> {
  return 'password' in secret
    ? { password: await openSecret(secret.password, `${method}/password`) }
    : { token: await openSecret(secret.token, `${method}/token`) };
}
