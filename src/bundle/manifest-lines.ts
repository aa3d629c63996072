import { parseUtf8, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { isBundlePath } from './layout.ts';

/** Paths and digests (lower-case hexadecimal), in the order of the file. */
export type Manifest = ReadonlyMap<string, string>;

const digestLengths = { sha256: 64, sha512: 128 } as const;
export type ManifestAlgorithm = keyof typeof digestLengths;

/** A BagIt manifest (RFC 8493 section 2.1.3) as `sha256sum` writes it: digest, two blanks, path, line feed; sorted by path. */
export function encodeManifest(digests: Iterable<readonly [path: string, digest: string]>): Uint8Array {
  const lines = [...digests]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, digest]) => `${digest}  ${path}\n`);
  return utf8(lines.join(''));
}

/**
 * Reads a manifest in exactly the form that `encodeManifest` gives; RFC 8493 allows more, and a bundle never uses it.
 * Throws `format.malformed` with the line's number, from 1.
 */
export function parseManifest(bytes: Uint8Array, algorithm: ManifestAlgorithm): Manifest {
  const manifest = new Map<string, string>();
  const text = parseUtf8(bytes);
  const digestLength = digestLengths[algorithm];
  let previous = '';
  let at = 0;
  for (let line = 1; at < text.length; line += 1) {
    const end = text.indexOf('\n', at);
    const digest = text.slice(at, at + digestLength);
    const path = text.slice(at + digestLength + 2, Math.max(end, 0));
    const blanks = text.slice(at + digestLength, at + digestLength + 2);
    const sound =
      end !== -1 && blanks === '  ' && /^[0-9a-f]+$/.test(digest) && isBundlePath(path) && path > previous;
    if (!sound) throw new VaultError('format.malformed', { what: 'manifest-line', line });
    manifest.set(path, digest);
    previous = path;
    at = end + 1;
  }
  return manifest;
}
