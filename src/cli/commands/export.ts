import { z } from 'zod';
import { VaultError } from '../../base/errors.ts';
import {
  exportBundle,
  exportSplit,
  previewExport,
  type ExportOptions,
  type ExportPreview,
  type ExportReport,
  type SplitReport,
} from '../../vault/export-bundle.ts';
import { previewMetadata } from '../../vault/export-copies.ts';
import { chooseRecipient, type ChosenRecipient } from '../../vault/recipients/read-recipient.ts';
import { identityParts, parseIdentity, type NamingItem } from '../../vault/export-identity.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { copyLines, metadataLines } from '../format/metadata-lines.ts';
import { sayCount, saySize } from '../format/numbers.ts';
import { parseSize } from '../parse-size.ts';
import { sayDay } from '../format/times.ts';

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
          ...choice
        } = optionsSchema.parse(options);
        const chosen = { ...choice, ...(item === undefined ? {} : { items: item }) };
        if (preview) {
          await context.reading(async (vault) => {
            const found = await previewExport(vault, chosen, context.signal);
            const metadata = await previewMetadata(vault, chosen, {
              signal: context.signal,
              onProgress: (step) => {
                context.progress.show('Looking into files', step);
              },
            });
            context.output.report({
              document: { ...found, metadata },
              lines: [...previewLines(found), ...metadataLines(metadata)],
            });
          });
          return;
        }
        if (out === undefined) throw new VaultError('input.usage', { problem: 'say where with --out' });
        const recipients = to === undefined ? undefined : await chooseAll(context, to);
        await context.writing(async (vault) => {
          const wanted: ExportOptions = {
            ...chosen,
            ...(recipients === undefined ? {} : { recipients: recipients.map(({ recipient }) => recipient) }),
            ...(before === undefined ? {} : { extends: before }),
            ...(force === undefined ? {} : { force }),
            ...(clr === undefined ? {} : { clr }),
            out: context.path(recipients === undefined ? out : encryptedName(out)),
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Packing', step);
            },
          };
          if (split !== undefined) {
            const made = await exportSplit(vault, wanted, split);
            context.output.report({
              document: {
                ...made,
                ...(recipients === undefined ? {} : { encryptedTo: documentOf(recipients) }),
              },
              lines: splitLines(made, recipients),
            });
            return;
          }
          const made = await exportBundle(vault, wanted);
          context.output.report({
            document: {
              ...made,
              ...(recipients === undefined ? {} : { encryptedTo: documentOf(recipients) }),
            },
            lines: recipients === undefined ? exportLines(made) : encryptedLines(made, recipients),
          });
        });
      }),
    );
};

/** Everybody who is to open it, each once. */
async function chooseAll(context: CommandContext, typed: readonly string[]): Promise<ChosenRecipient[]> {
  const chosen = new Map<string, ChosenRecipient>();
  for (const one of typed) {
    const found = await chooseRecipient(one, (path) => context.path(path));
    chosen.set(found.recipient, found);
  }
  return [...chosen.values()];
}

/** An encrypted bundle is no zip, so it is not called one. */
function encryptedName(out: string): string {
  return out.toLowerCase().endsWith('.age') ? out : `${out}.age`;
}

function documentOf(recipients: readonly ChosenRecipient[]): object[] {
  return recipients.map(({ recipient, card }) => ({
    recipient,
    ...(card === undefined ? {} : { name: card.name, keyPhrase: card.keyPhrase }),
  }));
}

function splitLines(made: SplitReport, recipients: readonly ChosenRecipient[] | undefined): string[] {
  const { parts, items, missing, flagged, naming } = made;
  return [
    `Made ${sayCount(parts.length, 'bundle')} with ${sayCount(items, 'item')}. Each can be checked by itself; together they are everything.`,
    ...parts.flatMap(({ out, bytes, items: held, sha256, bundle }) => [
      `  - ${out} (${saySize(bytes)}, ${sayCount(held, 'item')})`,
      `    SHA-256 ${sha256}`,
      `    Its id, for a later \`export --extends\`: ${bundle}`,
    ]),
    ...(recipients === undefined
      ? []
      : ['Only these can open them; you cannot:', ...recipients.map(recipientLine)]),
    ...missingLines(missing),
    ...flaggedLines(flagged),
    ...copyLines(made),
    ...namingLines(naming),
    'Look at all of them at once with `verify --set`.',
  ];
}

function recipientLine({ recipient, card }: ChosenRecipient): string {
  return `  - ${card === undefined ? recipient : `${card.name}: ${card.keyPhrase}`}`;
}

function encryptedLines(made: ExportReport, recipients: readonly ChosenRecipient[]): string[] {
  return [
    `Made ${made.out} (${saySize(made.bytes)}) with ${sayCount(made.items, 'item')}.`,
    'Only these can open it; you cannot:',
    ...recipients.map(recipientLine),
    ...missingLines(made.missing),
    ...flaggedLines(made.flagged),
    ...copyLines(made),
    ...namingLines(made.naming),
    `  SHA-256 ${made.sha256}`,
    extendsLine(made.bundle),
  ];
}

/** The id is needed again, and stands in no other text. */
function extendsLine(bundle: string): string {
  return `  Its id, for a later \`export --extends\`: ${bundle}`;
}

function exportLines(made: ExportReport): string[] {
  const { bundle, out, bytes, sha256, items, missing, flagged, naming } = made;
  return [
    `Made ${out} (${saySize(bytes)}) with ${sayCount(items, 'item')}.`,
    ...missingLines(missing),
    ...flaggedLines(flagged),
    ...copyLines(made),
    ...namingLines(naming),
    `  SHA-256 ${sha256}`,
    extendsLine(bundle),
    'Look at it with `verify`, or unpack it and open index.html.',
  ];
}

function previewLines({ items, bytes, missing, flagged, naming }: ExportPreview): string[] {
  return [
    `It would hold ${sayCount(items, 'item')} with ${saySize(bytes)} of files.`,
    ...missingLines(missing),
    ...flaggedLines(flagged),
    ...namingLines(naming),
  ];
}

function missingLines(missing: ExportReport['missing']): string[] {
  return missing.length === 0
    ? ['Nothing that was chosen is missing from it.']
    : [
        'It also lists what is missing from it:',
        ...missing.map(
          ({ what, reason, noticedAt, code }) =>
            `  - ${what}: ${reason} Noticed ${sayDay(noticedAt)}. [${code}]`,
        ),
      ];
}

const places: Readonly<Record<NamingItem['where'], string>> = {
  name: 'its name',
  record: 'what is recorded of it',
  text: 'its text',
  'not-read': 'nobody could look into it',
};

/** For the learner alone: the bundle has one line for all of them, and no names. */
function flaggedLines(flagged: ExportReport['flagged']): string[] {
  return flagged.length === 0
    ? []
    : [
        'Left out because you marked it (the bundle only says that something was left out):',
        ...flagged.map(({ item, what, flags }) => `  - ${item} ${what} (${flags.join(', ')})`),
      ];
}

function namingLines(naming: readonly NamingItem[]): string[] {
  return naming.length === 0
    ? []
    : [
        'These may still say who you are:',
        ...naming.map(({ what, where }) => `  - ${what}: ${places[where]}`),
      ];
}
