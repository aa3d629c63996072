import { encodeBase64, parseBase64 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { hashLength } from './merkle-hash.ts';
import { parseNote, signNote, verifyNoteSignature } from './signed-note.ts';

/** What a log says of itself: the tree's size and root (https://c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const sizeShape = /^(?:0|[1-9]\d{0,15})$/;

/** The size of a tree as it is written: decimal, no zero before it, no more than can be counted. Otherwise undefined. */
export function parseTreeSize(text: string): number | undefined {
  const size = Number(text);
  return sizeShape.test(text) && Number.isSafeInteger(size) ? size : undefined;
}

const originStart = 'evidence-vault/log/';

/** The origin of a log's checkpoints, which is also the name of its key. */
export function checkpointOrigin(log: string): string {
  return originStart + log;
}

/** The id of the log that an origin is of, or undefined for logs that are not a vault's. */
export function logOfOrigin(origin: string): string | undefined {
  const log = origin.slice(originStart.length);
  return origin.startsWith(originStart) && /^[0-9a-f]{32}$/.test(log) ? log : undefined;
}

/** The text that is signed: three lines. */
function encodeBody({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/** A signed checkpoint of the tree of this size and root; the same tree gives the same text. */
export function signCheckpoint(input: {
  readonly log: string;
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
}): string {
  const origin = checkpointOrigin(input.log);
  const body = encodeBody({ origin, size: input.size, root: input.root });
  return signNote(body, origin, input.seed, input.publicKey);
}

/**
 * Reads a signed checkpoint of any log without judging its signatures. Further lines of its text ("extensions") are
 * allowed, as C2SP has it, and covered by the signatures. Throws `format.malformed`.
 */
export function parseCheckpoint(text: string): Checkpoint {
  return parseBody(parseNote(text).text);
}

/**
 * The checkpoint if this log's key signed it, otherwise undefined. Throws `format.malformed` for a text that is no
 * checkpoint at all.
 *
 * @param log its id; a checkpoint of another origin is undefined too
 */
export function verifyCheckpoint(text: string, log: string, publicKey: Uint8Array): Checkpoint | undefined {
  const note = parseNote(text);
  const checkpoint = parseBody(note.text);
  const origin = checkpointOrigin(log);
  return checkpoint.origin === origin && verifyNoteSignature(note, origin, publicKey)
    ? checkpoint
    : undefined;
}

function parseBody(body: string): Checkpoint {
  const [origin = '', digits = '', root = '', ...extensions] = body.slice(0, -1).split('\n');
  const size = parseTreeSize(digits);
  const hash = parseBase64(root);
  const fits = origin !== '' && hash.length === hashLength && !extensions.includes('');
  if (!fits || size === undefined) throw new VaultError('format.malformed', { what: 'checkpoint' });
  return { origin, size, root: hash };
}
