import { encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { encodeRootKeyPem } from '../../../src/bundle/root-key-pem.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';
import type { VerificationCode } from '../../../src/verify/verification-codes.ts';
import type { CheckId } from '../../../src/verify/verification-report.ts';
import { bytesIn, remakeManifests, rezip, textIn, type Files } from './rezip.ts';
import type { SmallVault } from './small-vault.ts';

/** One way to tamper with a bundle, and the check and code that must tell of it. */
export interface Tampering {
  readonly name: string;
  /** Of LAYOUT.md. */
  readonly rule: string;
  readonly check: CheckId;
  readonly code: VerificationCode;
  /** The file that must be named. */
  readonly file?: string;
  readonly make: (bundle: Uint8Array, vault: SmallVault) => Promise<Uint8Array> | Uint8Array;
}

export const report1 = 'data/evidence/unit-3-attempt-1-report.pdf';
export const report2 = 'data/evidence/unit-3-attempt-2-report.pdf';
export const gradeRecord = 'data/records/i-grade-1-grade-version-1.json';

export const stranger = createKeyPair(new Uint8Array(32).fill(77));

type Edit = (files: Files, vault: SmallVault) => void;
export const edited =
  (edit: Edit): Tampering['make'] =>
  (bundle, vault) =>
    rezip(bundle, (files) => {
      edit(files, vault);
    });
/** An owner who changes something and signs again with the right key: only the history can tell. */
export const resigned = (edit: Edit) =>
  edited((files, vault) => {
    edit(files, vault);
    remakeManifests(files, vault.root);
  });

export function flipFirstByte(files: Files, path: string): void {
  const bytes = bytesIn(files, path).slice();
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  files.set(path, bytes);
}

export function swap(files: Files, a: string, b: string): void {
  const first = bytesIn(files, a);
  files.set(a, bytesIn(files, b));
  files.set(b, first);
}

export function rename(files: Files, from: string, to: string): void {
  files.set(to, bytesIn(files, from));
  files.delete(from);
}

/** Exchanges the digests of two lines of a manifest. */
export function swapLines(files: Files, manifest: string, a: string, b: string): void {
  const lines = textIn(files, manifest).split('\n');
  const digestOf = (path: string) => lines.find((line) => line.endsWith(`  ${path}`))?.split('  ')[0] ?? '';
  const [first, second] = [digestOf(a), digestOf(b)];
  const swapped = lines.map((line) =>
    line.endsWith(`  ${a}`) ? `${second}  ${a}` : line.endsWith(`  ${b}`) ? `${first}  ${b}` : line,
  );
  files.set(manifest, utf8(swapped.join('\n')));
}

/** Puts another root key in the place of the vault's, wherever the bundle names it. */
export function takeOver(files: Files): void {
  const id = vaultIdOf(hashes, stranger.publicKey);
  const document: unknown = JSON.parse(textIn(files, paths.bundle));
  if (typeof document !== 'object' || document === null) throw new Error('no document');
  const vault = { id, publicKey: encodeBase64(stranger.publicKey) };
  files.set(paths.bundle, utf8(JSON.stringify({ ...document, vault })));
  files.set(paths.rootKey, encodeRootKeyPem(stranger.publicKey));
}
