import type { bundleMethods, ExportChoice } from '../../../src/contract/methods/bundle-methods.ts';
import { exportBundle, previewExport } from '../../../src/vault/export-bundle.ts';
import { verifyFile } from '../../../src/vault/verify-file.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** Bundles: made here, verified anywhere. */
export function bundleHandlers(engine: EngineContext): Handlers<typeof bundleMethods> {
  const vault = () => engine.session.vault();
  return {
    'bundle.preview': (choice, { signal }) => previewExport(vault(), choice, signal),
    'bundle.export': ({ choice, to, replace }) => {
      const held = vault();
      const out = engine.grants.path(to);
      const chosen: ExportChoice = choice;
      const task = engine.tasks.start({ kind: 'export' }, async ({ signal, progress }) => {
        const made = await exportBundle(held, {
          ...chosen,
          out,
          force: replace ?? false,
          signal,
          onProgress: progress,
        });
        const { bundle, bytes, sha256, items, missing } = made;
        return { bundle, bytes, sha256, items, missing: [...missing], file: to };
      });
      return { task };
    },
    'bundle.verify': ({ file, expectKey, full }) => {
      const path = engine.grants.path(file);
      const name = engine.grants.label(file);
      const choice = {
        ...(expectKey === undefined ? {} : { expectKey }),
        ...(full === undefined ? {} : { full }),
      };
      const task = engine.tasks.start({ kind: 'verify' }, async ({ signal, progress }) => {
        const report = await verifyFile(path, choice, { signal, onProgress: progress });
        return { name, file, report };
      });
      return { task };
    },
  };
}
