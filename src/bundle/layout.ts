/**
 * Where everything lies in a bundle, inside its base folder. LAYOUT.md says why.
 */
export const paths = {
  bagit: 'bagit.txt',
  bagInfo: 'bag-info.txt',
  manifest256: 'manifest-sha256.txt',
  manifest512: 'manifest-sha512.txt',
  tagManifest256: 'tagmanifest-sha256.txt',
  tagManifest512: 'tagmanifest-sha512.txt',
  /** The root key's signature over the exact bytes of `tagmanifest-sha256.txt`. */
  signature: 'signatures/vault.ed25519',
  bundle: 'evidence-vault/bundle.json',
  ledger: 'evidence-vault/ledger.json',
  rootKey: 'evidence-vault/root-key.pem',
  page: 'data/index.html',
} as const;

/** Listings of the payload beside the page; bundles of the first version have none. */
export const listings = {
  index: 'data/index.csv',
  /** The index for printing; made and compared where a PDF can be made, and not in every bundle. */
  pdf: 'data/index.pdf',
  crate: 'data/ro-crate-metadata.json',
  /** The grades as a self-issued learner record; only where it was asked for. */
  clr: 'data/clr.json',
} as const;

export const folders = {
  payload: 'data/',
  records: 'data/records/',
  evidence: 'data/evidence/',
  signatures: 'signatures/',
  tags: 'evidence-vault/',
  checkpoints: 'evidence-vault/checkpoints/',
} as const;

/** Exact content of `bagit.txt` (RFC 8493 section 2.1.1). */
export const bagitText = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export function baseFolderOf(bundleId: string): string {
  return `evidence-vault-${bundleId}`;
}

export function checkpointPath(log: string): string {
  return `${folders.checkpoints}${log}.txt`;
}

/** Names a file below the base folder: lower-case letters, digits, `.`, `-` and `_` in each part, so nothing in a manifest needs escaping. */
export function isBundlePath(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/.test(text);
}

/** Most bytes of one tag file, and of one record file. A reader holds these in memory. */
export const maxTagFileSize = 64 * 1024 * 1024;
export const maxRecordFileSize = 16 * 1024 * 1024;
