import { VaultError } from '../../../src/base/errors.ts';
import type { RestoreFound, restoreMethods } from '../../../src/contract/methods/restore-methods.ts';
import { pluggedCopies } from '../../../src/vault/restore/plugged-copies.ts';
import { vaultsThere } from '../../../src/vault/restore/vaults-there.ts';
import type { VaultPlace } from '../../../src/vault/place.ts';
import { beginRestore } from '../begin-restore.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import { placeForNew } from '../opening.ts';
import { placeOf, vaultFolder, vaultPresence } from '../places.ts';

/** A vault brought back out of second copies. */
export function restoreHandlers(engine: EngineContext): Handlers<typeof restoreMethods> {
  const { restoring, computer } = engine;
  const found = async (): Promise<RestoreFound> => ({
    copies: restoring.copies,
    ...(await vaultsThere(usualPlace().dir)),
  });
  /** A folder that is remembered and not there is of no use to a vault that comes back. */
  const usualPlace = (): VaultPlace =>
    vaultPresence(computer) === 'gone'
      ? placeOf(vaultFolder({ vaultDir: undefined }), computer.stateDir)
      : engine.place();
  return {
    'restore.find': async ({ folder }, { signal }) => {
      if (folder !== undefined)
        await restoring.look({ type: 'folder', path: engine.grants.path(folder) }, signal);
      else
        for (const place of await pluggedCopies()) {
          // Nobody asked for this one stick: one that cannot be read is passed over.
          await restoring.look(place, signal).catch((error: unknown) => {
            if (!(error instanceof VaultError)) throw error;
          });
        }
      return found();
    },
    'restore.findOnServer': async ({ url, user, password }, { signal, openSecret }) => {
      const opened = await openSecret(password, 'restore.findOnServer/password');
      await restoring.look({ type: 'webdav', url, user, password: opened }, signal);
      return found();
    },
    'restore.start': async ({ vault, place, unlock, allowUnsafePlace }, { signal, openSecret }) => {
      if (engine.session.state !== 'locked') throw new VaultError('access.in-use');
      const secret =
        'passphrase' in unlock
          ? { passphrase: await openSecret(unlock.passphrase, 'restore.start/passphrase') }
          : { recoveryWords: await openSecret(unlock.recoveryKey, 'restore.start/recoveryKey') };
      const where = place === undefined ? usualPlace() : placeForNew(engine.place(place));
      const allowed = allowUnsafePlace === undefined ? {} : { allowUnsafePlace };
      const wanted = { vault, place: { ...where, ...allowed }, unlock: secret };
      return { task: await beginRestore(engine, wanted, signal) };
    },
  };
}
