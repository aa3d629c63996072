import { basename } from 'node:path';

import { systemClock } from '../../../src/base/clock.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { bundleMethods, ExportChoice } from '../../../src/contract/methods/bundle-methods.ts';
import { appName } from '../../../src/vault/app.ts';
import {
  exportBundle,
  exportSplit,
  previewExport,
  type ExportOptions,
  type ExportReport,
} from '../../../src/vault/export-bundle.ts';
import { previewMetadata } from '../../../src/vault/export-copies.ts';
import { exportContents, statedFacts } from '../../../src/vault/export-contents.ts';
import { flaggedIn } from '../../../src/vault/export-selection.ts';
import { earlierBundles } from '../../../src/vault/extended-bundles.ts';
import { recipientIn } from '../../../src/vault/recipients/read-recipient.ts';
import { saveVerifier } from '../../../src/vault/save-verifier.ts';
import { readVerifyChoice, verifyFile } from '../../../src/vault/verify-file.ts';
import { saveReport } from '../../../src/vault/write-report.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** Earlier bundles that are offered to go on from. */
const mostEarlier = 50;

/** Bundles: made here, verified anywhere. */
export function bundleHandlers(engine: EngineContext): Handlers<typeof bundleMethods> {
  const vault = () => engine.session.vault();
  return {
    'bundle.preview': async (choice, { signal }) => {
      const { items, bytes, missing, flagged, naming } = await previewExport(vault(), choice, signal);
      return { items, bytes, missing, flagged, naming, facts: statedFacts(vault(), choice) };
    },
    'bundle.flagged': (choice) => ({ flagged: flaggedIn(vault(), choice) }),
    'bundle.metadata': async (choice, { signal }) => ({
      files: await previewMetadata(vault(), choice, { signal }),
    }),
    'bundle.contents': ({ choice, ...window }, { signal }) => exportContents(vault(), choice, window, signal),
    'bundle.earlier': async () => ({ bundles: await earlierBundles(vault(), mostEarlier) }),
    'bundle.export': ({ choice, to, replace, recipients, extends: before, split, clr, withRehearsal }) => {
      const held = vault();
      const out = engine.grants.path(to);
      const chosen: ExportChoice = choice;
      const task = engine.tasks.start({ kind: 'export' }, async ({ signal, progress }) => {
        const options: ExportOptions = {
          ...chosen,
          ...(recipients === undefined ? {} : { recipients }),
          ...(before === undefined ? {} : { extends: before }),
          ...(clr === undefined ? {} : { clr }),
          ...(withRehearsal === undefined ? {} : { withRehearsal }),
          out,
          force: replace ?? false,
          signal,
          onProgress: progress,
        };
        const { parts, items, missing, naming, copies, said } =
          split === undefined
            ? wholeOf(await exportBundle(held, options))
            : await exportSplit(held, options, split);
        return {
          parts: parts.map(({ out: path, ...part }) => ({
            name: basename(path),
            bundle: part.bundle,
            bytes: part.bytes,
            sha256: part.sha256,
            items: part.items,
          })),
          items,
          missing: [...missing],
          naming: naming.length,
          copies,
          said: said.length,
          recipients: recipients ?? [],
          file: to,
        };
      });
      return { task };
    },
    'recipients.read': ({ text }) => {
      const { recipient, card } = recipientIn(text);
      if (card === undefined) return { recipient };
      const { name, contact, madeAt, keyPhrase } = card;
      return { recipient, card: { name, contact, madeAt, keyPhrase } };
    },
    'verifier.save': ({ to, replace }) => {
      const out = engine.grants.path(to);
      const task = engine.tasks.start({ kind: 'save-verifier' }, async ({ signal }) => {
        const { size, sha256 } = await saveVerifier({ out, force: replace ?? false, signal });
        return { size, sha256, file: to };
      });
      return { task };
    },
    'bundle.verify': ({ file, expectKey, full, policy, at, identities = [] }) => {
      const path = engine.grants.path(file);
      const name = engine.grants.label(file);
      const said = {
        expectKey,
        full,
        at,
        policy: policy === undefined ? undefined : engine.grants.path(policy),
        identities: identities.map((grant) => engine.grants.path(grant)),
      };
      const task = engine.tasks.start({ kind: 'verify' }, async ({ signal, progress }) => {
        const choice = await readVerifyChoice(said);
        const report = await verifyFile(path, choice, { signal, onProgress: progress });
        return { name, file, report };
      });
      return { task };
    },
    'report.save': async ({ task: id, to, as, replace }) => {
      const task = engine.tasks.list().find((one) => one.id === id);
      if (task?.kind !== 'verify' || task.result === undefined)
        throw new VaultError('input.not-found', { what: 'task' });
      const { name, report } = task.result;
      const place = { out: engine.grants.path(to), force: replace ?? false };
      await saveReport(name, report, as, place, { clock: systemClock, app: appName });
      return {};
    },
  };
}

/** A bundle that was not split is the only part of itself. */
function wholeOf(made: ExportReport): Pick<
  ExportReport,
  'items' | 'missing' | 'naming' | 'copies' | 'said'
> & {
  readonly parts: readonly ExportReport[];
} {
  return { ...made, parts: [made] };
}
