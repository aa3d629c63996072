import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib';

import { VaultError } from '../../../base/errors.ts';
import type { OpenFile } from '../../disk/disk.ts';
import { orFailure } from '../../disk/file-content.ts';
import type { SharedFile } from '../shared-file.ts';
import type { PackedMember } from './archive-member.ts';
import { unsafe } from './check-members.ts';

const inflateAtOnce = promisify(inflateRaw);
const chunkLength = 262_144;
/** Members up to so many bytes, packed and unpacked, are unpacked in one step: most are, and it costs far less. */
const atOnce = 1_048_576;

/** The bytes of a member, held against its size and its sum. Throws as `TreeFile.open`. */
export async function* readMember(archive: SharedFile, member: PackedMember): AsyncGenerator<Uint8Array> {
  if (member.method !== 0 && member.method !== 8)
    throw new VaultError('format.unknown', { problem: 'packing-method' });
  const file = await archive.acquire();
  try {
    const isSmall = member.packedSize <= atOnce && member.size <= atOnce;
    const chunks = isSmall ? [await readSmall(file, member)] : unpacked(file, member);
    let size = 0;
    let sum = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > member.size) throw unsafe('larger-than-announced');
      sum = crc32(chunk, sum);
      if (chunk.length > 0) yield chunk;
    }
    if (size !== member.size) throw new VaultError('format.malformed', { problem: 'smaller-than-announced' });
    if (sum !== member.crc32) throw new VaultError('format.malformed', { problem: 'checksum' });
  } finally {
    await archive.release();
  }
}

async function readSmall(file: OpenFile, member: PackedMember): Promise<Uint8Array> {
  const packed = new Uint8Array(member.packedSize);
  if ((await orFailure(file.read(packed, member.start))) < packed.length) throw cutShort();
  if (member.method === 0) return packed;
  try {
    return await inflateAtOnce(packed, { maxOutputLength: member.size + 1 });
  } catch (thrown) {
    throw inflateProblem(thrown);
  }
}

async function* unpacked(file: OpenFile, member: PackedMember): AsyncGenerator<Uint8Array> {
  if (member.method === 0) {
    yield* packedChunks(file, member);
    return;
  }
  const packed = Readable.from(packedChunks(file, member));
  const inflate = createInflateRaw({ chunkSize: chunkLength });
  packed.once('error', (error) => inflate.destroy(error));
  packed.pipe(inflate);
  try {
    for await (const chunk of inflate) if (chunk instanceof Uint8Array) yield chunk;
  } catch (thrown) {
    throw inflateProblem(thrown);
  } finally {
    packed.destroy();
    inflate.destroy();
  }
}

async function* packedChunks(file: OpenFile, member: PackedMember): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < member.packedSize;) {
    const chunk = new Uint8Array(Math.min(chunkLength, member.packedSize - at));
    if ((await orFailure(file.read(chunk, member.start + at))) < chunk.length) throw cutShort();
    at += chunk.length;
    yield chunk;
  }
}

function cutShort(): VaultError {
  return new VaultError('format.malformed', { problem: 'cut-short' });
}

/** zlib's own refusals as ours; anything else as it is. */
function inflateProblem(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof VaultError || !('code' in thrown)) return thrown;
  if (thrown.code === 'ERR_BUFFER_TOO_LARGE') return unsafe('larger-than-announced');
  const isZlib = typeof thrown.code === 'string' && thrown.code.startsWith('Z_');
  return isZlib ? new VaultError('format.malformed', { problem: 'packed-data' }, thrown) : thrown;
}
