import { z } from 'zod';
import { VaultError } from '../../base/errors.ts';
import type { ExportOptions } from '../../vault/export-bundle.ts';
import { identityParts, parseIdentity } from '../../vault/export-identity.ts';
import type { Registration } from '../command.ts';
import { parseSize } from '../parse-size.ts';

const optionsSchema = z.object({
  out: z.string().exactOptional(),
  preview: z.boolean().exactOptional(),
  source: z.string().exactOptional(),
  unit: z.string().exactOptional(),
  item: z.array(z.string()).exactOptional(),
  exclude: z.array(z.string()).exactOptional(),
  includeFlagged: z.array(z.string()).exactOptional(),
  stripMetadata: z.boolean().exactOptional(),
  identity: z.string().transform(parseIdentity).exactOptional(),
  pseudonym: z.string().exactOptional(),
  to: z.array(z.string()).exactOptional(),
  extends: z.array(z.string()).exactOptional(),
  split: z.string().transform(parseSize).exactOptional(),
  clr: z.boolean().exactOptional(),
  withRehearsal: z.boolean().exactOptional(),
  force: z.boolean().exactOptional(),
});

/** `export --out FILE`: `{bundle, out, bytes, sha256, items, missing}`; with `--split`: `{parts, items, missing}`; `export --preview`: `{items, bytes, missing}`. */
export const registerExport: Registration = (program, run) => {
  program
    .command('export')
    .description('make one file that others can read and verify without the vault')
    .option('--out <file>', 'the bundle; nothing is overwritten')
    .option('--preview', 'only tell what it would hold and what would be missing')
    .option('--source <id>', 'only from this source')
    .option('--unit <reference>', 'only what belongs to this unit')
    .option('--item <id...>', 'only these items')
    .option('--exclude <id...>', 'not these; the bundle says that something was left out')
    .option('--include-flagged <id...>', 'these go along although you marked them with `flag`')
    .option(
      '--strip-metadata',
      'send copies of pictures and office files that do not say who made them, where and when',
    )
    .option('--identity <parts>', `what to show of who you are: none, or some of ${identityParts}`)
    .option('--pseudonym <number>', 'show your candidate number only, and list what may still name you')
    .option('--to <card...>', 'encrypt it to these recipients: cards, or keys of age (age1…)')
    .option('--extends <bundle...>', 'ids of bundles sent before: show that this one goes on from them')
    .option('--clr', 'also write the grades down as a learner record (CLR 2.0), labelled self-issued')
    .option('--with-rehearsal', 'also show when you last tried to get everything back from a second copy')
    .option('--split <size>', 'in parts of at most this size, such as 25MB; each is a bundle by itself')
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, _words, options) => {
        const {
          out,
          item,
          to,
          extends: before,
          preview = false,
          split,
          force,
          clr,
          withRehearsal,
          ...choice
        } = optionsSchema.parse(options);
        const chosen = { ...choice, ...(item === undefined ? {} : { items: item }) };
        // All that an export takes is loaded while the key is derived.
        const load = () => import('./export-work.ts');
        if (preview) {
          await context.reading(async (vault) => (await load()).showPreview(context, vault, chosen), load);
          return;
        }
        if (out === undefined) throw new VaultError('input.usage', { problem: 'say where with --out' });
        const recipients = to === undefined ? undefined : await (await load()).chooseAll(context, to);
        const wanted: Omit<ExportOptions, 'recipients'> = {
          ...chosen,
          ...(before === undefined ? {} : { extends: before }),
          ...(force === undefined ? {} : { force }),
          ...(clr === undefined ? {} : { clr }),
          ...(withRehearsal === undefined ? {} : { withRehearsal }),
          out: context.path(recipients === undefined ? out : encryptedName(out)),
          signal: context.signal,
          onProgress: (step) => {
            context.progress.show('Packing', step);
          },
        };
        await context.writing(
          async (vault) => (await load()).exportChosen(context, vault, wanted, { recipients, split }),
          () => Promise.all([load(), import('../../vault/index-pdf/render-index-pdf.ts')]),
        );
      }),
    );
};

/** An encrypted bundle is no zip, so it is not called one. */
function encryptedName(out: string): string {
  return out.toLowerCase().endsWith('.age') ? out : `${out}.age`;
}
