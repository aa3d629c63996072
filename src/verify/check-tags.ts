import { encodeBase64 } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { verify } from '../crypto/sign.ts';
import { folders, paths } from '../bundle/layout.ts';
import { vaultIdOf } from '../ledger/vault-id.ts';
import type { CheckSheet } from './check-sheet.ts';
import { digestFile } from './digest-file.ts';
import { keyPhraseOf } from './key-phrase.ts';
import type { BundleLayout } from './read-layout.ts';
import type { Signer } from './verification-report.ts';

/** Every file beside the payload is the one that the tag manifests name, and none is there that they do not (rules T1 to T3). */
export async function checkTagIntegrity(
  hashes: HashPort,
  layout: BundleLayout,
  sheet: CheckSheet,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { files, tags } = layout;
  for (const [file, expected] of tags.sha256) {
    const member = files.find(file);
    if (member === undefined) {
      sheet.fail('tag-integrity', { code: 'file-removed', file });
      continue;
    }
    const options = { sha512: true, crc32: true, keep: false, signal };
    const found = await digestFile(hashes, files.stream(file), options);
    const isManifest = file === paths.manifest256 || file === paths.manifest512;
    if (found.sha256 !== expected || found.sha512 !== tags.sha512.get(file))
      sheet.fail('tag-integrity', { code: isManifest ? 'manifest-altered' : 'tag-file-altered', file });
    else if (found.crc32 !== member.crc32) sheet.fail('zip', { code: 'crc-wrong', file });
  }
  for (const file of files.paths) {
    const expected = file.startsWith(folders.payload) || tags.sha256.has(file) || standsAlone(file);
    if (!expected) sheet.fail('tag-integrity', { code: 'file-added', file });
  }
  sheet.pass(
    'tag-integrity',
    `All ${tags.sha256.size} files that describe the bundle are as they were signed.`,
  );
}

function isSignature(file: string): boolean {
  return file.startsWith(folders.signatures);
}

/** True for files that stand in no manifest, since they are made from the tag manifests or are those themselves. */
function standsAlone(file: string): boolean {
  return isSignature(file) || file === paths.tagManifest256 || file === paths.tagManifest512;
}

/** The zip's checksum of what stands in no manifest; where a digest or signature already tells of a change, it adds nothing. */
async function checkUnlistedCrc(hashes: HashPort, { files }: BundleLayout, sheet: CheckSheet): Promise<void> {
  if (sheet.hasFailed('tag-integrity', 'signature')) return;
  for (const file of files.paths.filter(standsAlone)) {
    const found = await digestFile(hashes, files.stream(file), { sha512: false, crc32: true, keep: false });
    if (found.crc32 !== files.find(file)?.crc32) sheet.fail('zip', { code: 'crc-wrong', file });
  }
}

const signatureLength = 64;

/**
 * Every signature is by the key that the vault id stands for (rules S1 to S4). Whose key that is, is another question.
 * @returns the signer, if so
 */
export async function checkSignature(
  hashes: HashPort,
  layout: BundleLayout,
  sheet: CheckSheet,
): Promise<Signer | undefined> {
  const { files, document, publicKey, signedBytes } = layout;
  if (vaultIdOf(hashes, publicKey) !== document.vault.id)
    sheet.fail('signature', { code: 'vault-id-mismatch', file: paths.bundle });
  for (const file of files.paths.filter(isSignature)) {
    const signature = await files.read(file, signatureLength);
    if (signature?.length !== signatureLength || !file.endsWith('.ed25519'))
      sheet.fail('signature', { code: 'signature-malformed', file });
    else if (!verify(publicKey, signedBytes, signature))
      sheet.fail('signature', { code: 'signature-wrong', file });
  }
  await checkUnlistedCrc(hashes, layout, sheet);
  sheet.pass('signature', 'Signed by the key that the vault’s id stands for.');
  if (!sheet.hasPassed('signature')) return undefined;
  const { id } = document.vault;
  return { vault: id, publicKey: encodeBase64(publicKey), keyPhrase: keyPhraseOf(id) };
}
