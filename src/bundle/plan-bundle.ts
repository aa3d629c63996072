import { encodeBase64, utf8 } from '../base/bytes.ts';
import { isId } from '../base/ids.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { vaultIdOf } from '../ledger/vault-id.ts';
import { encodeBagInfo } from './bag-info.ts';
import {
  bundleFormat,
  copyMade,
  bundleVersion,
  rowFactsOf,
  type BundleDocument,
  type ItemRow,
  type MissingRow,
  type OtherRow,
  type StatementRow,
} from './bundle-document.ts';
import type { BundleInput, ContentRef } from './bundle-input.ts';
import { BundleModel } from './bundle-model.ts';
import { renderClr } from './clr.ts';
import { digestsOf } from './digests-of.ts';
import { recordFileOf } from './entry-view.ts';
import { evidenceName, slugOf, UniqueNames } from './file-names.ts';
import { renderIndexCsv } from './index-csv.ts';
import { itemFacts } from './item-facts.ts';
import {
  bagitText,
  baseFolderOf,
  folders,
  listings,
  maxRecordFileSize,
  maxTagFileSize,
  paths,
} from './layout.ts';
import { encodeLedgerDocument } from './ledger-document.ts';
import { encodeManifest } from './manifest-lines.ts';
import { renderPage } from './page/render-page.ts';
import { planEntries, planLogs, refuseIf, type PlannedEntry } from './plan-entries.ts';
import { encodeCompactJson, encodeReadableJson } from './readable-json.ts';
import { renderRoCrate } from './ro-crate.ts';
import { encodeRootKeyPem } from './root-key-pem.ts';
import { dosTime, type DosTime, type ZipMember } from './zip/zip-format.ts';
import { layOutZip, type ZipLayout } from './zip/zip-layout.ts';

/** Bytes at hand, or the content of an entry that is opened when its turn comes. */
type PlannedBody = { readonly bytes: Uint8Array } | { readonly content: ContentRef };

export interface PlannedFile extends ZipMember {
  readonly body: PlannedBody;
}

/** A bundle down to its last byte but for the evidence itself, of which the digests are known. */
export interface BundlePlan {
  readonly layout: ZipLayout<PlannedFile>;
  readonly when: DosTime;
  /** Length of the zip in bytes. */
  readonly size: number;
  /** SHA-256 of `manifest-sha256.txt`: what the parts of a set know each other by. No set changes it. */
  readonly manifest: string;
  /** Item versions that the bundle shows, and contents that it carries. */
  readonly items: number;
  readonly contents: readonly ContentRef[];
  /** It has a learner record. */
  readonly clr: boolean;
  /** What was handed in as missing, and every content that is shown without its file. */
  readonly missing: readonly MissingRow[];
}

/** A payload or tag file before it has its place in the zip. */
interface DraftFile {
  readonly path: string;
  readonly size: number;
  readonly crc32: number;
  readonly sha256: string;
  readonly sha512: string;
  readonly body: PlannedBody;
}

/**
 * Plans a bundle: every name, digest, proof and signature (LAYOUT.md). Pure, but for the one call of `input.sign`.
 *
 * Throws `internal.bug` with `what` if the input breaks its contract, `format.zip-unsafe` if it holds more than a bundle can.
 */
export function planBundle(hashes: HashPort, input: BundleInput): BundlePlan {
  refuseIf(!isId('bundle', input.bundleId), 'bundle-id');
  refuseIf(vaultIdOf(hashes, input.vault.rootPublicKey) !== input.vault.id, 'vault-id');
  const entries = planEntries(input);
  const model = new BundleModel(entries.map(({ view }) => view));
  const payload = new Payload(hashes, model, input.copies);
  const rows = entries.map((entry) => payload.add(entry));
  const document = describe(input, rows, payload.unaccounted(input.missing, input.madeAt));
  const shown = { document, model };
  const pdf = input.renderPdf?.(shown);
  const clr = input.withClr === true ? renderClr(shown) : undefined;
  payload.addPages([
    [paths.page, renderPage(hashes, shown)],
    [listings.index, renderIndexCsv(shown)],
    ...(pdf === undefined ? [] : [[listings.pdf, pdf] as const]),
    ...(clr === undefined ? [] : [[listings.clr, clr] as const]),
    [listings.crate, renderRoCrate(shown, { pdf: pdf !== undefined })],
  ]);
  const logs = planLogs(input, entries);
  const tags = [
    fileOf(hashes, paths.bundle, encodeReadableJson(document)),
    fileOf(hashes, paths.ledger, encodeCompactJson(encodeLedgerDocument(logs))),
    fileOf(hashes, paths.rootKey, encodeRootKeyPem(input.vault.rootPublicKey)),
    ...input.logs.map((log, at) => fileOf(hashes, logs[at]?.checkpoint ?? '', utf8(log.checkpoint))),
  ];
  refuseIf(
    tags.some(({ size }) => size > maxTagFileSize),
    'too-many-entries',
  );
  const files = [...sealTags(hashes, input, payload.files, tags), ...tags, ...payload.files];
  const base = baseFolderOf(input.bundleId);
  const layout = layOutZip(
    files.map(({ path, size, crc32, body }) => ({ name: `${base}/${path}`, size, crc32, body })),
  );
  return {
    layout,
    when: dosTime(new Date(input.madeAt)),
    size: layout.size,
    manifest: files.find(({ path }) => path === paths.manifest256)?.sha256 ?? '',
    items: document.items.length,
    contents: payload.files.flatMap(({ body }) => ('content' in body ? [body.content] : [])),
    clr: clr !== undefined,
    missing: document.missing,
  };
}

type Row =
  { readonly items: ItemRow } | { readonly statements: StatementRow } | { readonly others: OtherRow };

function describe(input: BundleInput, rows: readonly Row[], unaccounted: readonly MissingRow[]) {
  return {
    format: bundleFormat,
    version: bundleVersion,
    bundle: input.bundleId,
    madeAt: new Date(input.madeAt).toISOString(),
    app: input.app,
    practice: input.practice,
    ...(input.set === undefined ? {} : { set: input.set }),
    vault: { id: input.vault.id, publicKey: encodeBase64(input.vault.rootPublicKey) },
    items: rows.flatMap((row) => ('items' in row ? [row.items] : [])),
    statements: rows.flatMap((row) => ('statements' in row ? [row.statements] : [])),
    others: rows.flatMap((row) => ('others' in row ? [row.others] : [])),
    missing: [...input.missing, ...unaccounted].map(({ what, code, why, reason, noticedAt, item }) => ({
      what,
      code,
      ...(why === undefined ? {} : { why }),
      reason,
      noticedAt,
      ...(item === undefined ? {} : { item }),
    })),
  } satisfies BundleDocument;
}

/** Gathers the payload and the rows that describe it. */
class Payload {
  readonly #hashes: HashPort;
  readonly #model: BundleModel;
  readonly #copies: NonNullable<BundleInput['copies']>;
  readonly #names = new UniqueNames();
  readonly #records: DraftFile[] = [];
  readonly #evidence: DraftFile[] = [];
  readonly #withoutFile: { item: string; name: string }[] = [];
  #pages: readonly DraftFile[] = [];

  constructor(hashes: HashPort, model: BundleModel, copies: BundleInput['copies']) {
    this.#hashes = hashes;
    this.#model = model;
    this.#copies = copies ?? new Map();
  }

  /** In the order of the zip: the page and its listings, records, evidence. */
  get files(): readonly DraftFile[] {
    return [...this.#pages, ...this.#records, ...this.#evidence];
  }

  addPages(pages: readonly (readonly [path: string, bytes: Uint8Array])[]): void {
    this.#pages = pages.map(([path, bytes]) => fileOf(this.#hashes, path, bytes));
  }

  add(entry: PlannedEntry): Row {
    const facts = rowFactsOf(entry.view);
    refuseIf(entry.withContent && facts.list !== 'items', 'content-without-item');
    switch (facts.list) {
      case 'items': {
        const { list: _, ...row } = facts;
        const record = this.#addRecord(entry, `${facts.id}-${facts.kind}-version-${facts.version}`);
        const file = this.#addContent(entry);
        return { items: { ...row, record, ...(file === undefined ? {} : { file }) } };
      }
      case 'statements': {
        const { list: _, ...row } = facts;
        return { statements: { ...row, record: this.#addRecord(entry, `${facts.id}-${facts.kind}`) } };
      }
      case 'others': {
        const { list: _, ...row } = facts;
        const name = `entry-${facts.entry.log.slice(0, 8)}-${facts.entry.index}-${facts.kind}`;
        return { others: { ...row, record: this.#addRecord(entry, name) } };
      }
    }
  }

  /** Missing rows for contents that are shown without their file and that nobody has accounted for. */
  unaccounted(missing: readonly MissingRow[], noticedAt: string): MissingRow[] {
    const known = new Set(missing.map(({ item }) => item));
    return this.#withoutFile
      .filter(({ item }) => !known.has(item))
      .map(({ item, name }) => ({
        what: name,
        code: 'left-out',
        why: 'left-out',
        reason: 'The file was left out of this bundle; its record is here.',
        noticedAt,
        item,
      }));
  }

  #addRecord(entry: PlannedEntry, name: string): string {
    const path = this.#names.take(`${folders.records}${slugOf(name, 80)}.json`);
    const file = fileOf(this.#hashes, path, encodeReadableJson(recordFileOf(entry.view)));
    refuseIf(file.size > maxRecordFileSize, 'record-too-large');
    this.#records.push(file);
    return path;
  }

  #addContent({ view, withContent }: PlannedEntry): NonNullable<ItemRow['file']> | undefined {
    const item = itemFacts(view);
    if (item?.content === undefined) {
      refuseIf(withContent && view.notShown.includes('content'), 'content-not-disclosed');
      return undefined;
    }
    if (!withContent) {
      this.#withoutFile.push({ item: item.id, name: item.name ?? item.id });
      return undefined;
    }
    const copy = this.#copies.get(item.content.sha256);
    const { size, sha256, sha512, crc32 } = copy ?? item.content;
    const original = { size: item.content.size, sha256: item.content.sha256 };
    const path = this.#names.take(folders.evidence + evidenceName(this.#model, item));
    const content = {
      ...view.entry,
      item: item.id,
      version: item.version,
      size,
      sha256,
      ...(copy === undefined ? {} : { original }),
    };
    this.#evidence.push({ path, size, sha256, sha512, crc32, body: { content } });
    return { path, size, sha256, ...(copy === undefined ? {} : { copyOf: original.sha256, made: copyMade }) };
  }
}

function fileOf(hashes: HashPort, path: string, bytes: Uint8Array): DraftFile {
  return { path, ...digestsOf(hashes, bytes), body: { bytes } };
}

/** The files that hold the rest together, in the order in which they come: declaration, info, manifests, tag manifests, signature. */
function sealTags(
  hashes: HashPort,
  input: BundleInput,
  payload: readonly DraftFile[],
  tags: readonly DraftFile[],
): DraftFile[] {
  const bytes = payload.reduce((sum, { size }) => sum + size, 0);
  const { bundleId, madeAt, app, practice, set } = input;
  const info = { bundleId, madeAt, app, practice, set, payload: { bytes, files: payload.length } };
  const listed = [
    fileOf(hashes, paths.bagit, utf8(bagitText)),
    fileOf(hashes, paths.bagInfo, encodeBagInfo(info)),
    fileOf(hashes, paths.manifest256, encodeManifest(payload.map(({ path, sha256 }) => [path, sha256]))),
    fileOf(hashes, paths.manifest512, encodeManifest(payload.map(({ path, sha512 }) => [path, sha512]))),
  ];
  const all = [...listed, ...tags];
  const tagManifest = encodeManifest(all.map(({ path, sha256 }) => [path, sha256]));
  const signature = input.sign(tagManifest);
  refuseIf(signature.length !== 64, 'signature');
  return [
    ...listed,
    fileOf(hashes, paths.tagManifest256, tagManifest),
    fileOf(hashes, paths.tagManifest512, encodeManifest(all.map(({ path, sha512 }) => [path, sha512]))),
    fileOf(hashes, paths.signature, signature),
  ];
}
