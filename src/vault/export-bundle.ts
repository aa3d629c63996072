import { encodeHex, parseBase64 } from '../base/bytes.ts';
import { isoTime } from '../base/clock.ts';
import { asVaultError, throwIfCancelled, VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import type { BundleEntry, BundleInput, BundleLog, ContentRef, MissingItem } from '../bundle/bundle-input.ts';
import { planBundle } from '../bundle/plan-bundle.ts';
import { writeBundle } from '../bundle/write-bundle.ts';
import { parseCheckpoint } from '../ledger/checkpoint.ts';
import { MerkleTree } from '../ledger/merkle-tree.ts';
import { isChainField } from '../ledger/kinds/closing-entry.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { DigestingWriter, type WrittenFile } from '../platform/digesting-writer.ts';
import { releaseBytes } from '../platform/release-bytes.ts';
import type { PullProgress } from '../sources/source.ts';
import { BlobReader } from '../store/blob/blob-reader.ts';
import { NodeDurable } from '../store/durable/node-durable.ts';
import type { OpenedEntry } from '../store/ledger-files/stored-entry.ts';
import { closeHistory, type ClosedHistory } from './close-history.ts';
import { extendedCheckpoints } from './extended-bundles.ts';
import { openExportSink } from './export-sink.ts';
import { exportDisclosure } from './export-disclosure.ts';
import type { NamingItem } from './export-identity.ts';
import { selectForExport, type ExportChoice, type SelectedEntry } from './export-selection.ts';
import { findAbsence, openContent, refuseExisting, writeCopy } from './get-content.ts';
import { sentenceOf } from './items.ts';
import { readLogOpening } from './log-opening.ts';
import {
  anchorsOf,
  readSeenCheckpoint,
  seenCheckpointEntries,
  type SeenCheckpoint,
} from './seen-checkpoints.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

export interface ExportOptions extends ExportChoice {
  /** Absolute path of the bundle. */
  readonly out: string;
  readonly force?: boolean;
  /** Encrypts the bundle to these (`age1…`): nobody else can open it, the exporter included. */
  readonly recipients?: readonly string[];
  /** Ids of earlier bundles of this vault: the new one shows that it goes on from them. */
  readonly extends?: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface ExportReport {
  readonly bundle: string;
  readonly out: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly items: number;
  readonly missing: readonly MissingItem[];
  /** Under a pseudonym: what may name the learner all the same. */
  readonly naming: readonly NamingItem[];
}

/**
 * Makes a bundle of what was chosen. Its checkpoint ends with an entry that counts the attempts of every chain. What cannot be read is left
 * out and listed, and never stops the rest. The export itself becomes a fact of the history, after that checkpoint.
 * Throws `input.*`, `storage.*`, `internal.cancelled`.
 */
export async function exportBundle(vault: WritableVault, options: ExportOptions): Promise<ExportReport> {
  const selection = await selectForExport(vault, options, options.signal);
  const bundleId = newId('bundle');
  throwIfCancelled(options.signal);
  // Before anything is recorded, so that a file that is there or a bundle that is not known leaves no trace.
  refuseExisting(options);
  const extended = await extendedCheckpoints(vault, options.extends ?? []);
  const closing = await closeHistory(vault, selection.shown);
  const gathered = await gatherEntries(
    vault,
    [...selection.entries, ...seenCheckpointEntries(vault, selection.entries)],
    { closing, extended },
    exportDisclosure(vault, selection),
    options.signal,
  );
  const missing: MissingItem[] = [...selection.missing, ...gathered.missing];
  const broken = new Set<string>();
  for (;;) {
    const entries = gathered.entries.map((entry) =>
      broken.has(placeOf(entry)) ? { ...entry, withContent: false } : entry,
    );
    const attempt = await tryExport(vault, options, { bundleId, entries, logs: gathered.logs, missing });
    if ('broken' in attempt) {
      for (const { content, code } of attempt.broken) {
        broken.add(placeOf(content));
        missing.push({
          item: content.item,
          what: vault.index.items.find(content.item)?.name ?? content.item,
          code,
          why: 'damaged',
          reason: sentenceOf(code),
          noticedAt: isoTime(vault.clock),
        });
      }
      continue;
    }
    const { bytes, sha256 } = attempt;
    await vault.recorder.record([
      {
        kind: 'bundle-exported',
        at: isoTime(vault.clock),
        bundle: bundleId,
        sha256,
        size: bytes,
        items: [...selection.items],
        missing: missing.length,
        ...(options.recipients === undefined ? {} : { recipients: [...options.recipients] }),
        head: headOf(closing),
      },
    ]);
    const { items, naming } = selection;
    return { bundle: bundleId, out: options.out, bytes, sha256, items: items.length, missing, naming };
  }
}

/** The head that a note signs. */
function headOf({ log, checkpoint }: ClosedHistory): EntryOf<'bundle-exported'>['head'] {
  const { size, root } = parseCheckpoint(checkpoint);
  return { log, size, root: encodeHex(root) };
}

interface Gathered {
  readonly entries: readonly BundleEntry[];
  readonly logs: readonly BundleLog[];
  readonly missing: readonly MissingItem[];
}

/** Reads the chosen entries, and entry 0 of every log they lie in, in one pass over each log; makes their proofs. */
async function gatherEntries(
  vault: WritableVault,
  selected: readonly SelectedEntry[],
  { closing, extended }: { readonly closing: ClosedHistory; readonly extended: readonly SeenCheckpoint[] },
  disclosure: ReturnType<typeof exportDisclosure>,
  signal: AbortSignal,
): Promise<Gathered> {
  const logs: BundleLog[] = [];
  const found = new Map<string, BundleEntry>();
  const missing: MissingItem[] = [];
  const trees = new Map<string, MerkleTree>();
  const seen: SeenCheckpoint[] = [...extended];
  for (const log of new Set([...selected.map((entry) => entry.log), closing.log])) {
    const { checkpoint, size } = log === closing.log ? closing : vault.ledgerHead(log);
    const tree = new MerkleTree(vault.hashes, await vault.ledger.leaves(log, size));
    trees.set(log, tree);
    const wanted = new Map(
      selected.filter((entry) => entry.log === log).map((entry) => [entry.index, entry]),
    );
    if (log === closing.log) wanted.set(closing.index, { log, index: closing.index, withContent: false });
    wanted.set(0, { log, index: 0, withContent: false });
    for await (const stored of vault.ledger.entries({ log, from: 0, to: size, signal })) {
      const want = wanted.get(stored.index);
      if (want === undefined) continue;
      if (!stored.readable) {
        missing.push({
          what: 'A record of the history',
          code: stored.code,
          why: 'damaged',
          reason: sentenceOf(stored.code),
          noticedAt: isoTime(vault.clock),
        });
        continue;
      }
      if (stored.index === 0) logs.push(logOf(stored, checkpoint, size));
      const outside = readSeenCheckpoint({ log, index: stored.index }, stored.fields);
      if (outside !== undefined) seen.push(outside);
      found.set(placeOf(stored), {
        log,
        index: stored.index,
        bytes: stored.bytes,
        discloses:
          log === closing.log && stored.index === closing.index
            ? (name) => !isChainField(name) || closing.opens.has(name)
            : disclosure(stored.fields),
        proof: tree.inclusionProof(stored.index, size),
        withContent: want.withContent,
      });
    }
  }
  const anchors = anchorsOf(seen, trees);
  for (const { entry } of anchors.useless) found.delete(placeOf(entry));
  // Whose log it is stands in its first entry: without that, nothing of the log can be proven to anybody.
  const proven = new Set(logs.map(({ log }) => log));
  const unproven = [...found.values()].filter(({ log }) => !proven.has(log));
  for (const entry of unproven) found.delete(placeOf(entry));
  if (unproven.length > 0) {
    const code = 'integrity.ledger-damaged';
    missing.push({
      what: 'Records whose history cannot be proven',
      code,
      why: 'damaged',
      reason: sentenceOf(code),
      noticedAt: isoTime(vault.clock),
    });
  }
  const openings = logs.map(({ log }) => ({ log, index: 0, withContent: false }));
  const entries = [...openings, ...selected, { ...closing, withContent: false }].flatMap((entry) => {
    const place = placeOf(entry);
    const one = found.get(place);
    found.delete(place);
    return one === undefined ? [] : [one];
  });
  return {
    entries,
    logs: logs.map((log) => ({ ...log, anchors: anchors.byLog.get(log.log) ?? [] })),
    missing,
  };
}

function logOf(stored: OpenedEntry, checkpoint: string, size: number): BundleLog {
  const { log, key, certificate } = readLogOpening(stored);
  return { log, publicKey: parseBase64(key), certificate: parseBase64(certificate), checkpoint, size };
}

type Attempt =
  { readonly bytes: number; readonly sha256: string } | { readonly broken: readonly BrokenContent[] };

interface BrokenContent {
  readonly content: ContentRef;
  readonly code: 'integrity.blob-missing' | 'integrity.blob-corrupt';
}

/** Writes the bundle, or says which contents could not be read: all that are not there, or the first that turns out to be damaged. */
async function tryExport(
  vault: WritableVault,
  options: ExportOptions,
  parts: Pick<BundleInput, 'bundleId' | 'entries' | 'logs' | 'missing'>,
): Promise<Attempt> {
  const input: BundleInput = {
    ...parts,
    madeAt: isoTime(vault.clock),
    app: vault.app,
    practice: vault.practice,
    vault: { id: vault.id, rootPublicKey: vault.rootPublicKey },
    sign: (tagManifest) => vault.keys.signAsRoot(tagManifest),
  };
  const plan = planBundle(vault.hashes, input);
  // Thousands of small files are read at once by this thread in half the time that handing each of them to another takes.
  const source: OpenVault = { ...vault, blobs: new BlobReader(NodeDurable.blocking(), vault.dir, vault.id) };
  const absent: BrokenContent[] = [];
  for (const content of plan.contents) {
    const code = await findAbsence(source, content);
    if (code !== undefined) absent.push({ content, code });
  }
  if (absent.length > 0) return { broken: absent };
  let reading: ContentRef | undefined;
  const open = (content: ContentRef): AsyncIterable<Uint8Array> => {
    reading = content;
    options.onProgress?.({ name: vault.index.items.find(content.item)?.name ?? content.item, done: 0 });
    return releasing(openContent(source, content));
  };
  try {
    let written: WrittenFile | undefined;
    await writeCopy({ out: options.out, force: options.force ?? false }, async (file) => {
      const writer = new DigestingWriter(file.fd);
      try {
        const sink = await openExportSink(writer, options.recipients ?? []);
        await writeBundle(vault.hashes, plan, open, sink, { signal: options.signal });
        await sink.finish();
        written = await writer.finish();
      } finally {
        await writer.close();
      }
    });
    if (written === undefined) throw new VaultError('internal.bug', { what: 'bundle' });
    return { bytes: written.size, sha256: encodeHex(written.sha256) };
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (
      reading !== undefined &&
      (error.code === 'integrity.blob-missing' || error.code === 'integrity.blob-corrupt')
    ) {
      return { broken: [{ content: reading, code: error.code }] };
    }
    throw error;
  }
}

/** Gives the memory of each piece back once the next is asked for. */
async function* releasing(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece;
    releaseBytes(piece);
  }
}

function placeOf({ log, index }: { readonly log: string; readonly index: number }): string {
  return `${log} ${String(index)}`;
}

export interface ExportPreview {
  readonly items: number;
  /** Bytes of the kept files; the bundle's own pages come on top. */
  readonly bytes: number;
  readonly missing: readonly MissingItem[];
  readonly naming: readonly NamingItem[];
}

/** What a bundle would hold, and what would be missing from it, as far as can be told without reading the files. Throws as `selectForExport`. */
export async function previewExport(
  vault: OpenVault,
  choice: ExportChoice,
  signal?: AbortSignal,
): Promise<ExportPreview> {
  const selection = await selectForExport(vault, choice, signal);
  const { items, bytes, missing, naming } = selection;
  return { items: items.length, bytes, missing, naming };
}
