import { z } from 'zod';
import { VaultError } from '../../base/errors.ts';
import { saveVerifier } from '../../vault/save-verifier.ts';
import type { Registration } from '../command.ts';
import { saySize } from '../format/numbers.ts';

const optionsSchema = z.object({ out: z.string().exactOptional(), force: z.boolean().exactOptional() });

/** `verifier --out FILE`: `{out, sha256, size}`. Needs no vault. */
export const registerVerifier: Registration = (program, run) => {
  program
    .command('verifier')
    .description('save the page that checks bundles in a browser, without a network')
    .option('--out <file>', 'the page; nothing is overwritten')
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, _words, options) => {
        const { out, ...choice } = optionsSchema.parse(options);
        if (out === undefined) throw new VaultError('input.usage', { problem: 'say where with --out' });
        const saved = await saveVerifier({ out: context.path(out), signal: context.signal, ...choice });
        context.output.report({
          document: saved,
          lines: [
            `Saved ${saved.out} (${saySize(saved.size)}). Open it in a browser; it needs no network.`,
            `  SHA-256 ${saved.sha256}`,
            'Compare this with what is published beside the release. Give others the page and the bundle on separate ways.',
          ],
        });
      }),
    );
};
