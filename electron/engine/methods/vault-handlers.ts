import { dirname } from 'node:path';

import { isoTime, systemClock } from '../../../src/base/clock.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { AppState } from '../../../src/contract/app-state.ts';
import type { vaultMethods } from '../../../src/contract/methods/vault-methods.ts';
import { sealSecret } from '../../../src/contract/sealed-secret.ts';
import { aboutVault } from '../../../src/vault/about-vault.ts';
import { checkUnlock } from '../../../src/vault/check-unlock.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { createVault } from '../../../src/vault/create-vault.ts';
import { writeCopy } from '../../../src/vault/out-files.ts';
import { changeOpenPassphrase, renewOpenRecoveryKey } from '../../../src/vault/open-header-changes.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { recover } from '../../../src/vault/passphrase.ts';
import type { VaultPlace } from '../../../src/vault/place.ts';
import { rebuildOpenIndex } from '../../../src/vault/rebuild-index.ts';
import { mendHeader, recordMendedHeader } from '../../../src/vault/repair/mend-header.ts';
import { recoverySheet } from '../../../src/vault/recovery-sheet.ts';
import { liesOnSameDisk } from '../../../src/vault/same-disk.ts';
import { settleAlert } from '../../../src/vault/settle-alert.ts';
import { vaultStatus } from '../../../src/vault/status.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { checkForPage } from '../check-for-page.ts';
import { cover } from '../covering.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import { closeOpen, nowOpen, placeForNew } from '../opening.ts';
import { makePracticeWorld } from '../practice.ts';
import { disableQuickUnlock, enableQuickUnlock } from '../quick-unlock.ts';
import { sourcesForPage } from '../source-for-page.ts';
import { stateForPage } from '../state-for-page.ts';
import { workForPage } from '../work-for-page.ts';

/** The vault as a whole. */
export function vaultHandlers(engine: EngineContext): Handlers<typeof vaultMethods> {
  const { session, computer } = engine;
  const vault = () => session.vault();
  const state = (): AppState => stateForPage(engine);
  /** The folder of a vault whose header was mended: it is told to the history once that can be opened. */
  let mended: string | undefined;
  /** Opens something in place of what is open. */
  const instead = (open: () => Promise<WritableVault>): Promise<AppState> =>
    session.change(async () => {
      await closeOpen(engine);
      const opened = await open();
      nowOpen(engine, opened);
      if (opened.dir === mended) await recordMendedHeader(opened);
      mended = undefined;
      return state();
    });
  return {
    'app.state': state,
    'vault.create': ({ place, passphrase, allowUnsafePlace, replyKey }, call) =>
      session.change(async () => {
        const chosen = { ...engine.place(place), ...allowing(allowUnsafePlace) };
        await closeOpen(engine);
        const made = await createVault({
          ...(place === undefined ? chosen : placeForNew(chosen)),
          passphrase: await call.openSecret(passphrase, 'vault.create/passphrase'),
        });
        nowOpen(engine, made.vault);
        return { recoveryKey: await sealSecret(replyKey, 'vault.create/recoveryKey', made.recoveryKey) };
      }),
    'vault.lookAround': (_nothing, call) =>
      session.change(async () => {
        await closeOpen(engine);
        const { vault: made, ...others } = await makePracticeWorld(computer.practiceDir, call.signal);
        nowOpen(engine, made, others);
        engine.copying.sync({ quiet: false });
        return state();
      }),
    'vault.open': ({ place, unlock, allowUnsafePlace }, call) =>
      instead(async () =>
        openVaultToWrite({
          ...engine.place(place),
          ...allowing(allowUnsafePlace),
          raise: true,
          unlock:
            'passphrase' in unlock
              ? { passphrase: await call.openSecret(unlock.passphrase, 'vault.open/passphrase') }
              : { recoveryWords: await call.openSecret(unlock.recoveryKey, 'vault.open/recoveryKey') },
        }),
      ),
    'vault.mendHeader': ({ place, copy }, { signal }) =>
      session.change(async () => {
        const chosen = engine.place(place);
        const generation = await mendHeader({ ...chosen, folders: [engine.grants.path(copy)], signal });
        if (generation !== undefined) mended = chosen.dir;
        return {};
      }),
    'vault.cover': () => {
      cover(engine);
      return state();
    },
    'vault.uncover': async ({ passphrase }, call) =>
      session.change(async () => {
        const held = session.held;
        if (held === undefined) throw new VaultError('access.locked');
        if (session.state === 'covered') {
          const said = await call.openSecret(passphrase, 'vault.uncover/passphrase');
          await checkUnlock(held, { passphrase: said });
          session.uncover();
          engine.tellState();
        }
        return state();
      }),
    'vault.status': async () => {
      const status = vaultStatus(vault());
      const work = await engine.scheduler.stand(vault());
      return {
        ...status,
        alerts: namedAlerts(vault(), status.alerts),
        sources: sourcesForPage(engine, vault()),
        work: workForPage(work),
      };
    },
    'vault.about': () => aboutVault(vault()),
    'passphrase.change': async (input, call) => {
      await changeOpenPassphrase(
        vault(),
        {
          old: await call.openSecret(input.old, 'passphrase.change/old'),
          new: await call.openSecret(input.new, 'passphrase.change/new'),
        },
        weightOf(engine.place()),
      );
      return {};
    },
    'passphrase.recover': ({ place, recoveryKey, new: next, allowUnsafePlace }, call) =>
      instead(async () => {
        const where = { ...engine.place(place), ...allowing(allowUnsafePlace) };
        const recoveryWords = await call.openSecret(recoveryKey, 'passphrase.recover/recoveryKey');
        const newPassphrase = await call.openSecret(next, 'passphrase.recover/new');
        await recover(where, { recoveryWords, newPassphrase });
        return openVaultToWrite({ ...where, unlock: { recoveryWords } });
      }),
    'recovery.renew': async ({ passphrase, replyKey }, call) => {
      const made = await renewOpenRecoveryKey(
        vault(),
        { passphrase: await call.openSecret(passphrase, 'recovery.renew/passphrase') },
        weightOf(engine.place()),
      );
      return { recoveryKey: await sealSecret(replyKey, 'recovery.renew/recoveryKey', made.recoveryKey) };
    },
    'recovery.saveSheet': async ({ recoveryKey, to }, call) => {
      const out = engine.grants.path(to);
      const words = await call.openSecret(recoveryKey, 'recovery.saveSheet/recoveryKey');
      const sheet = recoverySheet({
        words,
        ...(session.held === undefined ? {} : { vault: session.held.id }),
        madeAt: isoTime(systemClock),
      });
      await writeCopy({ out, force: true }, async (file) => {
        await file.append(sheet);
      });
      return { sameDisk: await liesOnSameDisk(dirname(out), session.held?.dir ?? engine.place().dir) };
    },
    'quickUnlock.enable': async ({ passphrase }, call) => {
      const said = await call.openSecret(passphrase, 'quickUnlock.enable/passphrase');
      await enableQuickUnlock(engine, said, weightOf(engine.place()));
      return {};
    },
    'quickUnlock.disable': async () => {
      await disableQuickUnlock(engine);
      return {};
    },
    'alerts.settle': async ({ alert }) => {
      await settleAlert(vault(), alert);
      engine.tellState();
      return {};
    },
    'check.run': ({ full }) => {
      const held = vault();
      const task = engine.tasks.start({ kind: 'check' }, ({ signal, progress }) =>
        // What captures leave on their way looks like leftovers, so a check waits until none is under way.
        engine.lanes.hold('everything', signal, async () => {
          const report = await checkVaultNow(held, { full, signal, onProgress: progress });
          engine.changes.note('status', 'alerts');
          return checkForPage(held, report, full);
        }),
      );
      return { task };
    },
    'index.rebuild': () => {
      const held = vault();
      const task = engine.tasks.start({ kind: 'rebuild-index' }, ({ signal, progress }) =>
        engine.lanes.hold('everything', signal, async () => {
          await rebuildOpenIndex(held, { signal, onProgress: progress });
          engine.changes.note('items', 'sources', 'status', 'course', 'alerts');
          return {};
        }),
      );
      return { task };
    },
  };
}

function allowing(allowUnsafePlace: boolean | undefined): Pick<VaultPlace, 'allowUnsafePlace'> {
  return allowUnsafePlace === undefined ? {} : { allowUnsafePlace };
}

function weightOf({ argon2 }: VaultPlace): Pick<VaultPlace, 'argon2'> {
  return argon2 === undefined ? {} : { argon2 };
}

type Alerts = ReturnType<typeof vaultStatus>['alerts'];

function namedAlerts(
  vault: WritableVault,
  alerts: Alerts,
): (Alerts[number] & { readonly itemName?: string })[] {
  return alerts.map((alert) => {
    const itemName = alert.item === undefined ? undefined : vault.index.items.find(alert.item)?.name;
    return { ...alert, ...(itemName === undefined ? {} : { itemName }) };
  });
}
