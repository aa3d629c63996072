import { parseUtf8 } from '../../../src/base/bytes.ts';
import { isJsonObject, type JsonObject } from '../../../src/base/json.ts';
import { parseStrictJson } from '../../../src/base/parse-json.ts';
import { bundleFormat, bundleVersion, type BundleDocument } from '../../../src/bundle/bundle-document.ts';
import { BundleModel } from '../../../src/bundle/bundle-model.ts';
import type { EntryView } from '../../../src/bundle/entry-view.ts';
import { itemFacts } from '../../../src/bundle/item-facts.ts';

const log = 'a'.repeat(32);
const at = '2026-11-20T10:00:00.000Z';
let next = 0;
const place = () => ({ log, index: (next += 1) });
/** An entry as a bundle shows it, at the next place of one log. */
export const entryOf = (kind: string, fields: JsonObject, record: JsonObject = {}): EntryView => ({
  entry: place(),
  kind,
  fields,
  record,
  notShown: [],
});
export const item = (id: string, kind: string, record: JsonObject = {}, more: JsonObject = {}) =>
  entryOf('item-captured', { item: id, version: 1, 'record-kind': kind, name: id, at, ...more }, record);
export const said = (id: string, kind: string, record: JsonObject) =>
  entryOf('record-stated', { id, 'record-kind': kind }, record);
/** The file of a first version by the item's id, as `inputOf` takes it; later ones are named `id/version`. */
export const file = (id: string, more: object = {}) => ({
  [id]: { path: `data/evidence/${id}.txt`, size: 3, sha256: '0'.repeat(64), ...more },
});

function documentOf(views: readonly EntryView[], files: Record<string, object> = {}): BundleDocument {
  const items = views.flatMap((view) => {
    const facts = itemFacts(view);
    if (facts === undefined) return [];
    const { id, version, kind } = facts;
    const own = files[version === 1 ? id : `${id}/${String(version)}`] as
      NonNullable<BundleDocument['items'][number]['file']> | undefined;
    const row = { entry: view.entry, id, version, kind, record: `data/records/${id}.json` };
    return [own === undefined ? row : { ...row, file: own }];
  });
  return {
    format: bundleFormat,
    version: bundleVersion,
    bundle: 'b-1',
    madeAt: '2026-11-22T10:00:00.000Z',
    app: 'evidence-vault/0',
    practice: false,
    vault: { id: '0'.repeat(64), publicKey: '' },
    items,
    statements: [],
    others: [],
    missing: [],
  };
}
/** What lists and pages are made of. */
export const inputOf = (views: readonly EntryView[], files?: Record<string, object>) => ({
  document: documentOf(views, files),
  model: new BundleModel(views),
});
export function jsonOf(bytes: Uint8Array | undefined): JsonObject {
  const value = bytes === undefined ? undefined : parseStrictJson(parseUtf8(bytes));
  if (value === undefined || !isJsonObject(value)) throw new Error('an object');
  return value;
}
