import { concatBytes, encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { folders, paths } from '../../../src/bundle/layout.ts';
import { encodeManifest } from '../../../src/bundle/manifest-lines.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { encodeLocalHeader } from '../../../src/bundle/zip/zip-headers.ts';
import { encodeDirectory, layOutZip } from '../../../src/bundle/zip/zip-layout.ts';
import { openZip } from '../../../src/bundle/zip/zip-reader.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { sign, type KeyPair } from '../../../src/crypto/sign.ts';

/** A bundle's files by their path in the base folder, to be changed and zipped again. */
export type Files = Map<string, Uint8Array>;

export async function unzipFiles(bundle: Uint8Array): Promise<{ base: string; files: Files }> {
  const zip = await openZip(memoryAccess(bundle));
  const base = zip.members[0]?.name.split('/')[0] ?? '';
  const files: Files = new Map();
  for (const member of zip.members)
    files.set(member.name.slice(base.length + 1), (await zip.read(member, member.size)).slice());
  return { base, files };
}

/** A sound zip of any files in one folder. */
export function zipFiles(base: string, files: Files): Uint8Array {
  return zipTree([...files].map(([path, bytes]) => [`${base}/${path}`, bytes] as const));
}

/** A sound zip of any files by their whole names. */
export function zipTree(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const when = { time: 0x4bc0, date: 0x5d75 };
  const layout = layOutZip(
    files.map(([name, bytes]) => ({ name, size: bytes.length, crc32: hashes.crc32(bytes), bytes })),
  );
  return concatBytes(
    ...layout.members.flatMap((member) => [encodeLocalHeader(member, when), member.bytes]),
    ...encodeDirectory(layout, when),
  );
}

/** Unzips, lets `edit` change the files, and zips again: what somebody with a zip program would do. */
export async function rezip(
  bundle: Uint8Array,
  edit: (files: Files, base: string) => void,
): Promise<Uint8Array> {
  const { base, files } = await unzipFiles(bundle);
  edit(files, base);
  return zipFiles(base, files);
}

export function textIn(files: Files, path: string): string {
  return new TextDecoder().decode(bytesIn(files, path));
}

export function bytesIn(files: Files, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`no ${path}`);
  return bytes;
}

/** Replaces text in a file; fails if it is not there, so that no test changes nothing. */
export function replaceIn(files: Files, path: string, from: string, to: string): void {
  const before = textIn(files, path);
  if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
  files.set(path, utf8(before.replace(from, to)));
}

/** Makes all manifests again: what somebody does who knows BagIt. With a key also the signature. */
export function remakeManifests(files: Files, signer?: KeyPair): void {
  const payload = [...files].filter(([path]) => path.startsWith(folders.payload));
  files.set(paths.manifest256, manifestOf(payload, 256));
  files.set(paths.manifest512, manifestOf(payload, 512));
  remakeTagManifests(files, signer);
}

export function remakeTagManifests(files: Files, signer?: KeyPair): void {
  const tags = [...files].filter(
    ([path]) =>
      !path.startsWith(folders.payload) &&
      !path.startsWith(folders.signatures) &&
      !path.startsWith('tagmanifest'),
  );
  files.set(paths.tagManifest256, manifestOf(tags, 256));
  files.set(paths.tagManifest512, manifestOf(tags, 512));
  if (signer !== undefined)
    files.set(paths.signature, sign(signer.seed, signer.publicKey, bytesIn(files, paths.tagManifest256)));
}

function manifestOf(files: readonly (readonly [string, Uint8Array])[], bits: 256 | 512): Uint8Array {
  return encodeManifest(
    files.map(([path, bytes]) => {
      const hash = bits === 256 ? hashes.createSha256() : hashes.createSha512();
      hash.update(bytes);
      return [path, encodeHex(hash.digest())] as const;
    }),
  );
}
