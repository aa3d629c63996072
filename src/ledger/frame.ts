import { parseUtf8, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { hashLength } from './merkle-hash.ts';
import type { SealedEntry } from './sealed-entry.ts';

/** Where in its file a frame stands: from `start` to `end`, which is not included. */
interface Place {
  readonly start: number;
  readonly end: number;
}

export type EntryFrame = Place & SealedEntry & { readonly type: 'entry' };
/** A signed checkpoint as text: see `verifyCheckpoint`. */
type CheckpointFrame = Place & { readonly type: 'checkpoint'; readonly text: string };
/** SHA-256 of the file before this frame. */
type ClosingFrame = Place & { readonly type: 'closing'; readonly digest: Uint8Array };
/** An entry whose sealed part was erased. */
type ErasedFrame = Place & { readonly type: 'erased'; readonly leafHash: Uint8Array };
export type Frame = EntryFrame | CheckpointFrame | ClosingFrame | ErasedFrame;

export const frameTypes = { entry: 1, checkpoint: 2, closing: 3, erased: 4 } as const;
/** What a frame is longer than its body: type and length before it, CRC-32 after it. */
export const frameOverhead = 9;
const prefixLength = 5;

/** FORMAT.md section 6: `leaf hash || u16 length || public part || sealed entry`. */
export function encodeEntryFrame(
  hashes: HashPort,
  { leafHash, publicPart, sealed }: SealedEntry,
): Uint8Array {
  const { frame, view } = begin(frameTypes.entry, hashLength + 2 + publicPart.length + sealed.length);
  frame.set(leafHash, prefixLength);
  view.setUint16(prefixLength + hashLength, publicPart.length);
  frame.set(publicPart, prefixLength + hashLength + 2);
  frame.set(sealed, prefixLength + hashLength + 2 + publicPart.length);
  return finish(hashes, frame, view);
}

export function encodeCheckpointFrame(hashes: HashPort, text: string): Uint8Array {
  return encodeFrame(hashes, frameTypes.checkpoint, utf8(text));
}

/** @param digest SHA-256 of all bytes of the file so far */
export function encodeClosingFrame(hashes: HashPort, digest: Uint8Array): Uint8Array {
  return encodeFrame(hashes, frameTypes.closing, digest);
}

export function encodeErasedFrame(hashes: HashPort, leafHash: Uint8Array): Uint8Array {
  return encodeFrame(hashes, frameTypes.erased, leafHash);
}

function encodeFrame(hashes: HashPort, type: number, body: Uint8Array): Uint8Array {
  const { frame, view } = begin(type, body.length);
  frame.set(body, prefixLength);
  return finish(hashes, frame, view);
}

function begin(type: number, bodyLength: number): { frame: Uint8Array; view: DataView } {
  const frame = new Uint8Array(frameOverhead + bodyLength);
  const view = new DataView(frame.buffer);
  view.setUint8(0, type);
  view.setUint32(1, bodyLength);
  return { frame, view };
}

function finish(hashes: HashPort, frame: Uint8Array, view: DataView): Uint8Array {
  const covered = frame.length - 4;
  view.setUint32(covered, hashes.crc32(frame.subarray(0, covered)));
  return frame;
}

/** The end that the frame at `start` claims to have, or undefined if that is beyond the file. */
export function claimedEnd(bytes: Uint8Array, start: number): number | undefined {
  if (bytes.length - start < frameOverhead) return undefined;
  const end = start + frameOverhead + new DataView(bytes.buffer, bytes.byteOffset + start).getUint32(1);
  return end <= bytes.length ? end : undefined;
}

/**
 * The frame at `start`, or undefined if it is cut short, its checksum differs or its body is malformed. Its parts are
 * views of `bytes`. Throws `format.too-new` for a whole frame of a type that this version does not know.
 */
export function findFrame(hashes: HashPort, bytes: Uint8Array, start: number): Frame | undefined {
  const end = claimedEnd(bytes, start);
  if (end === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(end - 4) !== hashes.crc32(bytes.subarray(start, end - 4))) return undefined;
  return parseBody(view.getUint8(start), bytes.subarray(start + prefixLength, end - 4), { start, end });
}

function parseBody(type: number, body: Uint8Array, place: Place): Frame | undefined {
  switch (type) {
    case frameTypes.entry:
      return parseEntryBody(body, place);
    case frameTypes.checkpoint:
      return parseCheckpointBody(body, place);
    case frameTypes.closing:
      return body.length === hashLength ? { type: 'closing', ...place, digest: body } : undefined;
    case frameTypes.erased:
      return body.length === hashLength ? { type: 'erased', ...place, leafHash: body } : undefined;
    default:
      throw new VaultError('format.too-new', { what: 'frame', found: type });
  }
}

function parseCheckpointBody(body: Uint8Array, place: Place): CheckpointFrame | undefined {
  try {
    return { type: 'checkpoint', ...place, text: parseUtf8(body) };
  } catch {
    return undefined;
  }
}

function parseEntryBody(body: Uint8Array, place: Place): EntryFrame | undefined {
  const publicAt = hashLength + 2;
  if (body.length < publicAt) return undefined;
  const sealedAt = publicAt + new DataView(body.buffer, body.byteOffset).getUint16(hashLength);
  if (sealedAt > body.length) return undefined;
  return {
    type: 'entry',
    ...place,
    leafHash: body.subarray(0, hashLength),
    publicPart: body.subarray(publicAt, sealedAt),
    sealed: body.subarray(sealedAt),
  };
}
