import { basename, dirname, extname, join } from 'node:path';

import { VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import type { BundleInput, MissingItem } from '../bundle/bundle-input.ts';
import { mostParts, otherPart, type SetPart } from '../bundle/bundle-set.ts';
import { planBundle, type BundlePlan } from '../bundle/plan-bundle.ts';
import { sealedSize } from '../crypto/age/sealed-size.ts';
import type { Digests } from '../evidence/digests.ts';
import { encodedLength } from '../ledger/entry.ts';
import type { ClosedHistory } from './close-history.ts';
import { missingReasons } from './export-missing.ts';
import { entriesFor, type ExportSelection, type SelectedEntry } from './export-selection.ts';
import { arrangeEntries, placeOf, type ReadEntries } from './gather-entries.ts';
import { packParts, type Packable } from './pack-parts.ts';
import { seenCheckpointEntries, type SeenCheckpoint } from './seen-checkpoints.ts';
import { listMappings } from './units.ts';
import type { WritableVault } from './vault-context.ts';

/** What all bundles of one export are made of. */
export interface ExportParts {
  readonly selection: ExportSelection;
  readonly read: ReadEntries;
  readonly closing: ClosedHistory;
  readonly extended: readonly SeenCheckpoint[];
  /** What every bundle shows, whatever was chosen. */
  readonly besides: readonly SelectedEntry[];
  /** Everything that the export lists as missing. */
  readonly missing: readonly MissingItem[];
  /** Places of contents that cannot be read. */
  readonly broken: ReadonlySet<string>;
  readonly madeAt: string;
  /** Also make a self-issued learner record. */
  readonly withClr: boolean;
  /** Makes the PDF of the index. */
  readonly renderPdf: NonNullable<BundleInput['renderPdf']>;
  /** Copies that go along in place of the kept files, by the SHA-256 of those. */
  readonly copies: ReadonlyMap<string, Digests>;
}

export interface PlannedPart {
  readonly bundle: string;
  readonly plan: BundlePlan;
  readonly out: string;
  /** Ids of the chosen items that it holds. */
  readonly items: readonly string[];
}

/** One bundle of everything that was chosen. */
export function planWhole(
  vault: WritableVault,
  parts: ExportParts,
  bundle: string,
  out: string,
): PlannedPart {
  const items = parts.selection.items;
  return {
    bundle,
    plan: planBundle(vault.hashes, inputOf(vault, parts, { bundle, items }, true)),
    out,
    items,
  };
}

/** Attempts at sharing out; each leaves the parts a little more room, and the second is enough as a rule. */
const mostTries = 40;

/**
 * As few bundles as it takes so that none is longer than `limit` bytes, units kept together where they fit; one whole bundle if that fits.
 * Throws `input.item-too-large` with `item` where an item alone makes a bundle that is longer.
 */
export function planSplit(
  vault: WritableVault,
  parts: ExportParts,
  {
    limit,
    out,
    recipients,
    bundle,
  }: { readonly limit: number; readonly out: string; readonly recipients: number; readonly bundle: string },
): PlannedPart[] {
  const whole = planWhole(vault, parts, bundle, out);
  const sizeOf = ({ size }: BundlePlan) => (recipients === 0 ? size : sealedSize(size, recipients));
  if (sizeOf(whole.plan) <= limit) return [whole];
  const items = packables(vault, parts);
  let room = limit;
  for (let tries = 0; tries < mostTries && room > 0; tries += 1) {
    const shared = packParts(items, room);
    if (shared.length > mostParts) throw new VaultError('input.too-many-parts', { parts: shared.length });
    const planned = planShared(vault, parts, shared, out);
    const over = planned.filter(({ plan }) => sizeOf(plan) > limit);
    if (over.length === 0) return planned;
    for (const { items: of, plan } of over) {
      const [item, ...others] = of;
      if (item !== undefined && others.length === 0) throw tooLarge(item, sizeOf(plan), limit);
    }
    const excess = Math.max(...over.map(({ plan }) => sizeOf(plan) - limit));
    room -= Math.max(excess, Math.ceil(limit / 100));
  }
  throw tooLarge(items[0]?.id ?? '', sizeOf(whole.plan), limit);
}

/** Refuses what can never fit before anything is recorded. Throws `input.item-too-large`. */
export function refuseLargeItems({ byItem }: ExportSelection, limit: number): void {
  for (const [item, { bytes }] of byItem) if (bytes > limit) throw tooLarge(item, bytes, limit);
}

function tooLarge(item: string, size: number, limit: number): VaultError {
  return new VaultError('input.item-too-large', { item, size, limit });
}

function planShared(
  vault: WritableVault,
  parts: ExportParts,
  shared: readonly (readonly string[])[],
  out: string,
): PlannedPart[] {
  if (shared.length === 1) return [planWhole(vault, parts, newId('bundle'), out)];
  const bundles = shared.map(() => newId('bundle'));
  const pdfs = new Map<string, Uint8Array | undefined>();
  // The same both times: the digests of the others are not in it.
  const renderPdf: ExportParts['renderPdf'] = (input) => {
    const { bundle } = input.document;
    if (!pdfs.has(bundle)) pdfs.set(bundle, parts.renderPdf(input));
    return pdfs.get(bundle);
  };
  const planAll = (list: readonly SetPart[], sign: boolean) =>
    shared.map((items, at) => {
      const bundle = bundles[at] ?? '';
      const set = { part: at + 1, parts: [...list] };
      return planBundle(vault.hashes, {
        ...inputOf(vault, { ...parts, renderPdf }, { bundle, items }, sign, at === 0),
        set,
      });
    });
  // The digests of the payloads are known once all are planned, and stand outside of what they are about.
  const blank = bundles.map((bundle) => ({ bundle, manifest: '0'.repeat(64), items: 0 }));
  const list = planAll(blank, false).map(({ manifest, items }, at) => ({
    bundle: bundles[at] ?? '',
    manifest,
    items,
  }));
  return planAll(list, true).map((plan, at) => {
    if (plan.manifest !== list[at]?.manifest) throw new VaultError('internal.bug', { what: 'part-manifest' });
    return {
      bundle: bundles[at] ?? '',
      plan,
      out: partName(out, at + 1, shared.length),
      items: shared[at] ?? [],
    };
  });
}

/** `evidence.zip` as `evidence-part-2-of-3.zip`; numbers as wide as the last, so that folders list them in order. */
function partName(out: string, part: number, of: number): string {
  const end = /(?:\.zip)?(?:\.age)?$/i.exec(out)?.[0] ?? '';
  const ending = end === '' ? extname(out) : end;
  const stem = basename(out).slice(0, basename(out).length - ending.length);
  return join(dirname(out), `${stem}-part-${`${part}`.padStart(`${of}`.length, '0')}-of-${of}${ending}`);
}

function inputOf(
  vault: WritableVault,
  parts: ExportParts,
  { bundle, items }: { readonly bundle: string; readonly items: readonly string[] },
  sign: boolean,
  takesRest = true,
): BundleInput {
  const { selection, read, closing, extended, madeAt } = parts;
  const { entries: chosen, shown } = entriesFor(vault, selection.byItem, items, selection.identity);
  const selected = [...chosen, ...parts.besides];
  const { entries, logs } = arrangeEntries(
    read,
    [...selected, ...seenCheckpointEntries(vault, selected)],
    closing,
    extended,
  );
  const here = new Set(items);
  return {
    bundleId: bundle,
    madeAt,
    app: vault.app,
    practice: vault.practice,
    vault: { id: vault.id, rootPublicKey: vault.rootPublicKey },
    // What is planned only to learn its length is never signed.
    sign: (tagManifest) => (sign ? vault.keys.signAsRoot(tagManifest) : new Uint8Array(64)),
    logs,
    renderPdf: parts.renderPdf,
    withClr: parts.withClr,
    copies: parts.copies,
    entries: entries.map((entry) =>
      parts.broken.has(placeOf(entry)) ? { ...entry, withContent: false } : entry,
    ),
    missing: [
      ...parts.missing.filter(({ item }) =>
        item === undefined ? true : here.has(item) || (takesRest && !selection.byItem.has(item)),
      ),
      ...inOtherParts(vault, selection, here, shown, madeAt),
    ],
  };
}

/** Of what is shown so that the rest can be understood, the files that lie in another part. */
function inOtherParts(
  vault: WritableVault,
  { byItem }: ExportSelection,
  here: ReadonlySet<string>,
  shown: ReadonlySet<string>,
  noticedAt: string,
): MissingItem[] {
  return [...shown].flatMap((item): MissingItem[] =>
    here.has(item) || (byItem.get(item)?.bytes ?? 0) === 0
      ? []
      : [
          {
            item,
            what: vault.index.items.find(item)?.name ?? item,
            code: otherPart,
            why: otherPart,
            reason: missingReasons.otherPart,
            noticedAt,
          },
        ],
  );
}

/** Bytes of a bundle for each item beside its file and record: names, digests, rows of the page and the lists. */
const perEntry = 2_500;

function packables(vault: WritableVault, { selection, read }: ExportParts): Packable[] {
  const units = new Map(listMappings(vault).map(({ mapping }) => [mapping.item, mapping.unit]));
  return [...selection.byItem].map(([id, { entries, bytes, context }]) => {
    const [assignment = id] = context;
    const unit = [id, ...context].map((each) => units.get(each)).find((each) => each !== undefined);
    const written = entries.map((entry) => {
      const { fields, proof } = read.entries.get(placeOf(entry)) ?? { fields: [], proof: [] };
      return perEntry + 3 * encodedLength(fields) + 50 * proof.length;
    });
    return {
      id,
      size: bytes + written.reduce((sum, one) => sum + one, 0),
      within: [unit ?? assignment, assignment],
    };
  });
}
