import { z } from 'zod';

import { utf8 } from '../../../src/base/bytes.ts';
import { encodeOxum } from '../../../src/bundle/bag-info.ts';
import { folders, paths } from '../../../src/bundle/layout.ts';
import type { KeyPair } from '../../../src/crypto/sign.ts';
import {
  remakeManifests,
  remakeTagManifests,
  textIn,
  unzipFiles,
  zipFiles,
  type Files,
} from '../bundle/rezip.ts';

export type Edit = (files: Files, base: string) => void;

/** What stands in a vector in place of the page: pages look otherwise from version to version, and say nothing to a verifier. */
const plainPage = utf8(
  '<!doctype html>\n<title>A test vector</title>\n<p>A test vector. Go by a verifier’s report.\n',
);

/** Leaves records and evidence alone of a payload, beside a page that says nothing. */
export function leaveOutPages(files: Files): void {
  for (const path of [...files.keys()])
    if (
      path.startsWith(folders.payload) &&
      !path.startsWith(folders.records) &&
      !path.startsWith(folders.evidence)
    )
      files.delete(path);
  files.set(paths.page, plainPage);
}

/** `Payload-Oxum` as the files are. */
export function recount(files: Files): void {
  const payload = [...files].filter(([path]) => path.startsWith(folders.payload));
  const bytes = payload.reduce((sum, [, { length }]) => sum + length, 0);
  const oxum = encodeOxum({ bytes, files: payload.length });
  files.set(
    paths.bagInfo,
    utf8(textIn(files, paths.bagInfo).replace(/Payload-Oxum: .*/u, `Payload-Oxum: ${oxum}`)),
  );
}

/** Changes files and leaves everything else as it was: somebody without the key. */
export async function edited(bundle: Uint8Array, edit: Edit): Promise<Uint8Array> {
  const { base, files } = await unzipFiles(bundle);
  edit(files, base);
  return zipFiles(base, files);
}

/** Changes files, then counts, lists and signs anew: the owner of the key, so that nothing tells but what was changed. */
export function resealed(bundle: Uint8Array, signer: KeyPair, edit: Edit): Promise<Uint8Array> {
  return edited(bundle, (files, base) => {
    edit(files, base);
    recount(files);
    remakeManifests(files, signer);
  });
}

/** Changes lists or tag files, and signs what is there then; payload manifests are left as they are. */
export function resigned(bundle: Uint8Array, signer: KeyPair, edit: Edit): Promise<Uint8Array> {
  return edited(bundle, (files, base) => {
    edit(files, base);
    remakeTagManifests(files, signer);
  });
}

const fieldSchema = z.looseObject({
  name: z.string(),
  salt: z.string().optional(),
  value: z.string().optional(),
});
const ledgerSchema = z.looseObject({
  logs: z.array(
    z.looseObject({
      log: z.string(),
      size: z.number(),
      entries: z.array(
        z.looseObject({ index: z.number(), fields: z.array(fieldSchema), proof: z.array(z.string()) }),
      ),
      anchors: z
        .array(z.looseObject({ size: z.number(), note: z.string(), proof: z.array(z.string()) }))
        .optional(),
    }),
  ),
});
const rowSchema = z.looseObject({
  entry: z.looseObject({ log: z.string(), index: z.number() }),
  record: z.string(),
});
const documentSchema = z.looseObject({
  items: z.array(rowSchema),
  statements: z.array(rowSchema),
  others: z.array(rowSchema),
});
export type LedgerJson = z.infer<typeof ledgerSchema>;
export type DocumentJson = z.infer<typeof documentSchema>;

export function editLedger(files: Files, edit: (ledger: LedgerJson) => void): void {
  const ledger = ledgerSchema.parse(JSON.parse(textIn(files, paths.ledger)));
  edit(ledger);
  files.set(paths.ledger, utf8(JSON.stringify(ledger)));
}

export function editDocument(files: Files, edit: (document: DocumentJson) => void): void {
  const document = documentSchema.parse(JSON.parse(textIn(files, paths.bundle)));
  edit(document);
  files.set(paths.bundle, utf8(`${JSON.stringify(document, null, 2)}\n`));
}

/** The element, which must be there. */
export function at<Value>(list: readonly Value[] | undefined, place: number): Value {
  const found = list?.at(place);
  if (found === undefined) throw new Error(`nothing at ${place}`);
  return found;
}

/** The opened field of an entry. */
export function fieldOf(
  entry: LedgerJson['logs'][number]['entries'][number],
  name: string,
): z.infer<typeof fieldSchema> {
  const found = entry.fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}
