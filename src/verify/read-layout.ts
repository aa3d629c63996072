import { equalBytes, parseUtf8, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { isJsonObject, type JsonValue } from '../base/json.ts';
import { parseStrictJson } from '../base/parse-json.ts';
import { parseWith } from '../base/zod-door.ts';
import { groupOf, parseBagInfo } from '../bundle/bag-info.ts';
import { bundleDocumentSchema, bundleVersion, type BundleDocument } from '../bundle/bundle-document.ts';
import { sayPart } from '../bundle/bundle-set.ts';
import { bagitText, baseFolderOf, folders, maxTagFileSize, paths } from '../bundle/layout.ts';
import { parseLedgerDocument, type LogPart } from '../bundle/ledger-document.ts';
import { parseManifest, type Manifest, type ManifestAlgorithm } from '../bundle/manifest-lines.ts';
import { encodeRootKeyPem } from '../bundle/root-key-pem.ts';
import type { BundleFiles } from './bundle-files.ts';
import { parsePublicKey } from './expected-key.ts';
import type { VerificationCode } from './verification-codes.ts';
import type { Finding } from './verification-report.ts';

/** A bundle whose parts could all be read; nothing of it is believed yet. */
export interface BundleLayout {
  readonly files: BundleFiles;
  readonly payload: { readonly sha256: Manifest; readonly sha512: Manifest };
  readonly tags: { readonly sha256: Manifest; readonly sha512: Manifest };
  /** Exact bytes of `tagmanifest-sha256.txt`: what is signed. */
  readonly signedBytes: Uint8Array;
  readonly document: BundleDocument;
  /** Root public key as the bundle names it. */
  readonly publicKey: Uint8Array;
  readonly logs: readonly LogPart[];
  readonly bagInfo: ReadonlyMap<string, string>;
}

/** Reads the parts of a bundle. The findings say why it could not (LAYOUT.md, rules L1 to L12). */
export async function readLayout(files: BundleFiles): Promise<BundleLayout | readonly Finding[]> {
  const missing = required.filter((path) => !files.has(path));
  if (missing.length > 0) return missing.map((file) => ({ code: 'file-missing', file }));
  try {
    return await read(files);
  } catch (thrown) {
    if (thrown instanceof LayoutProblem) return [thrown.finding];
    throw thrown;
  }
}

/** The page is payload: the manifest must name it, and the count of files finds it gone. */
const required = Object.values(paths).filter((path) => path !== paths.page);

/** Leaves the reading at the first problem; never leaves this file. */
class LayoutProblem extends Error {
  readonly finding: Finding;

  constructor(code: VerificationCode, file: string) {
    super(code);
    this.finding = { code, file };
  }
}

async function read(files: BundleFiles): Promise<BundleLayout> {
  const tagFile = async (path: string, code: VerificationCode) => {
    const bytes = await files.read(path, maxTagFileSize);
    if (bytes === undefined) throw new LayoutProblem(code, path);
    return bytes;
  };
  const manifest = async (path: string, algorithm: ManifestAlgorithm) => {
    const bytes = await tagFile(path, 'manifest-malformed');
    return { bytes, lines: parsed('manifest-malformed', path, () => parseManifest(bytes, algorithm)) };
  };
  if (!equalBytes(await tagFile(paths.bagit, 'bag-malformed'), utf8(bagitText)))
    throw new LayoutProblem('bag-malformed', paths.bagit);
  const infoBytes = await tagFile(paths.bagInfo, 'bag-malformed');
  const bagInfo = parsed('bag-malformed', paths.bagInfo, () => parseBagInfo(infoBytes));
  const payload256 = await manifest(paths.manifest256, 'sha256');
  const payload512 = await manifest(paths.manifest512, 'sha512');
  const tags256 = await manifest(paths.tagManifest256, 'sha256');
  const tags512 = await manifest(paths.tagManifest512, 'sha512');
  checkPayloadManifests(payload256.lines, payload512.lines);
  checkTagManifests(tags256.lines, tags512.lines);
  const document = parseDocument(await tagFile(paths.bundle, 'bundle-malformed'));
  const publicKey = parsed('bundle-malformed', paths.bundle, () => parsePublicKey(document.vault.publicKey));
  const ledgerBytes = await tagFile(paths.ledger, 'ledger-malformed');
  const logs = parsed('ledger-malformed', paths.ledger, () =>
    parseLedgerDocument(parseStrictJson(ledgerBytes)),
  );
  if (!equalBytes(await tagFile(paths.rootKey, 'key-file-differs'), encodeRootKeyPem(publicKey)))
    throw new LayoutProblem('key-file-differs', paths.rootKey);
  checkBagInfo(bagInfo, document);
  if (files.base !== baseFolderOf(document.bundle)) throw new LayoutProblem('base-folder-wrong', files.base);
  return {
    files,
    payload: { sha256: payload256.lines, sha512: payload512.lines },
    tags: { sha256: tags256.lines, sha512: tags512.lines },
    signedBytes: tags256.bytes,
    document,
    publicKey,
    logs,
    bagInfo,
  };
}

function parsed<Value>(code: VerificationCode, file: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (thrown) {
    if (thrown instanceof VaultError) throw new LayoutProblem(code, file);
    throw thrown;
  }
}

function parseDocument(bytes: Uint8Array): BundleDocument {
  const json = parsed('bundle-malformed', paths.bundle, () => parseStrictJson(parseUtf8(bytes)));
  if (isTooNew(json)) throw new LayoutProblem('bundle-too-new', paths.bundle);
  return parsed('bundle-malformed', paths.bundle, () =>
    parseWith(bundleDocumentSchema, json, 'format.malformed'),
  );
}

function isTooNew(json: JsonValue): boolean {
  return isJsonObject(json) && typeof json.version === 'number' && json.version > bundleVersion;
}

function checkPayloadManifests(sha256: Manifest, sha512: Manifest): void {
  if (!samePaths(sha256, sha512)) throw new LayoutProblem('manifests-differ', paths.manifest512);
  const complete =
    sha256.has(paths.page) && [...sha256.keys()].every((path) => path.startsWith(folders.payload));
  if (!complete) throw new LayoutProblem('manifest-incomplete', paths.manifest256);
}

/** What every tag manifest must name. Tag manifests and signatures cannot stand in one: they come after it. */
const alwaysListed = [
  paths.bagit,
  paths.bagInfo,
  paths.manifest256,
  paths.manifest512,
  paths.bundle,
  paths.ledger,
  paths.rootKey,
];
/** RFC 8493 section 2.2.3: what a bag lists there it leaves to be fetched, and a bundle is whole. */
const toBeFetched = 'fetch.txt';
const neverListed = (path: string) =>
  path === toBeFetched ||
  path.startsWith(folders.payload) ||
  path.startsWith(folders.signatures) ||
  path.startsWith('tagmanifest-');

function checkTagManifests(sha256: Manifest, sha512: Manifest): void {
  if (!samePaths(sha256, sha512)) throw new LayoutProblem('manifests-differ', paths.tagManifest512);
  const incomplete = alwaysListed.some((path) => !sha256.has(path)) || [...sha256.keys()].some(neverListed);
  if (incomplete) throw new LayoutProblem('manifest-incomplete', paths.tagManifest256);
}

function samePaths(a: Manifest, b: Manifest): boolean {
  return a.size === b.size && [...a.keys()].every((path) => b.has(path));
}

function checkBagInfo(info: ReadonlyMap<string, string>, document: BundleDocument): void {
  const { set } = document;
  const agrees =
    info.get('Bag-Count') === (set === undefined ? undefined : sayPart(set)) &&
    info.get('Bag-Group-Identifier') === (set === undefined ? undefined : groupOf(set)) &&
    info.get('External-Identifier') === document.bundle &&
    info.get('Bagging-Date') === document.madeAt.slice(0, 10) &&
    (info.get('Internal-Sender-Description')?.startsWith('PRACTICE') ?? false) === document.practice;
  if (!agrees) throw new LayoutProblem('bag-info-differs', paths.bagInfo);
}
