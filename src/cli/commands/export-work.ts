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
import type { NamingItem } from '../../vault/export-identity.ts';
import type { ExportChoice } from '../../vault/export-selection.ts';
import type { ChosenRecipient } from '../../vault/recipients/read-recipient.ts';
import type { OpenVault, WritableVault } from '../../vault/vault-context.ts';
import type { CommandContext } from '../context.ts';
import { copyLines, metadataLines } from '../format/metadata-lines.ts';
import { sayCount, saySize } from '../format/numbers.ts';
import { sayDay } from '../format/times.ts';

/** Only tells what a bundle would hold. */
export async function showPreview(
  context: CommandContext,
  vault: OpenVault,
  chosen: ExportChoice,
): Promise<void> {
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
}

/** Makes one bundle, or with `split` as many as it takes so that none is longer than so many bytes. */
export async function exportChosen(
  context: CommandContext,
  vault: WritableVault,
  wanted: Omit<ExportOptions, 'recipients'>,
  {
    recipients,
    split,
  }: { readonly recipients: readonly ChosenRecipient[] | undefined; readonly split: number | undefined },
): Promise<void> {
  const options: ExportOptions = {
    ...wanted,
    ...(recipients === undefined ? {} : { recipients: recipients.map(({ recipient }) => recipient) }),
  };
  const encryptedTo = recipients === undefined ? {} : { encryptedTo: documentOf(recipients) };
  if (split !== undefined) {
    const made = await exportSplit(vault, options, split);
    context.output.report({ document: { ...made, ...encryptedTo }, lines: splitLines(made, recipients) });
    return;
  }
  const made = await exportBundle(vault, options);
  context.output.report({
    document: { ...made, ...encryptedTo },
    lines: recipients === undefined ? exportLines(made) : encryptedLines(made, recipients),
  });
}

/** Everybody who is to open it, each once. */
export async function chooseAll(
  context: CommandContext,
  typed: readonly string[],
): Promise<ChosenRecipient[]> {
  // Loaded only where somebody is named: it brings all of age along.
  const { chooseRecipient } = await import('../../vault/recipients/read-recipient.ts');
  const chosen = new Map<string, ChosenRecipient>();
  for (const one of typed) {
    const found = await chooseRecipient(one, (path) => context.path(path));
    chosen.set(found.recipient, found);
  }
  return [...chosen.values()];
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
