import { parseUtf8 } from '../base/bytes.ts';
import { throwIfCancelled, VaultError } from '../base/errors.ts';
import { parseCheckpoint, parseTreeSize } from '../ledger/checkpoint.ts';
import { encodeAddCheckpoint } from '../ledger/witness/add-checkpoint.ts';
import {
  isCosignatureOf,
  parseCosignature,
  verifyCosignature,
  type Cosignature,
} from '../ledger/witness/cosignature.ts';
import type { VerifierKey } from '../ledger/witness/verifier-key.ts';
import { readAtMost } from './read-at-most.ts';
import { logKeyHeader } from './witness-protocol.ts';

/** A witness as a vault knows it: where it is, and the key that it signs with. */
export interface WitnessAddress {
  /** `https:`, or `http:` on this computer; `add-checkpoint` is put after it. */
  readonly url: string;
  readonly key: VerifierKey;
}

export interface CosignatureWanted {
  /** The checkpoint's signed note. */
  readonly note: string;
  /** Verifier key of the log, for a witness that does not know it yet. */
  readonly logKey: string;
  /** The size that the witness cosigned last, as far as is known; 0 if none. */
  readonly lastSize: number;
  /** The consistency proof from a smaller size to the checkpoint's. */
  readonly proofFrom: (oldSize: number) => Promise<readonly Uint8Array[]>;
  /** Milliseconds for each exchange; 20,000 unless told. */
  readonly timeout?: number;
}

/** A cosignature that was verified. */
export interface GoodCosignature {
  /** The signature line, without its line feed. */
  readonly line: string;
  /** When, by the witness's clock; ISO 8601. */
  readonly time: string;
}

const patience = 20_000;
const longestAnswer = 65_536;

/**
 * Asks a witness to cosign a checkpoint. Where it cosigned another size last than was thought, it is asked once more from there.
 * Nothing that it sends is believed before it was verified with its key.
 *
 * Throws `proof.witness-unreachable`; `proof.witness-refused`; `proof.witness-wrong-answer`; `proof.witness-saw-more` if it cosigned a
 * larger tree than this one (details `seen`, `here`); `proof.witness-saw-other` if what it cosigned does not begin this tree, although
 * it was given the proof that it should; `input.usage` for an address that must not be asked; `internal.cancelled`.
 */
export async function askForCosignature(
  witness: WitnessAddress,
  wanted: CosignatureWanted,
  signal: AbortSignal,
): Promise<GoodCosignature> {
  const { size } = parseCheckpoint(wanted.note);
  let oldSize = Math.min(wanted.lastSize, size);
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await post(witness, wanted, oldSize, signal);
    if (status === 200) return pickCosignature(witness.key, wanted.note, text);
    if (status === 422) throw new VaultError('proof.witness-saw-other', { here: size });
    if (status !== 409) throw refusal(status);
    const seen = parseTreeSize(text.replace(/\n$/u, ''));
    if (seen === undefined) throw new VaultError('proof.witness-wrong-answer', { status });
    if (seen > size) throw new VaultError('proof.witness-saw-more', { seen, here: size });
    // It was asked from the size that it names: then it is the root there that is another one.
    if (seen === oldSize) throw new VaultError('proof.witness-saw-other', { here: size });
    if (attempt === 2) throw new VaultError('proof.witness-wrong-answer', { status });
    oldSize = seen;
  }
}

function refusal(status: number): VaultError {
  return new VaultError(
    status >= 500 || status === 429 ? 'proof.witness-unreachable' : 'proof.witness-refused',
    {
      status,
    },
  );
}

async function post(
  { url }: WitnessAddress,
  { note, logKey, proofFrom, timeout = patience }: CosignatureWanted,
  oldSize: number,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const proof = await proofFrom(oldSize);
  try {
    const response = await fetch(new URL('add-checkpoint', witnessUrl(url)), {
      method: 'POST',
      // Nobody but the witness is to hear of this, and it answers under its own address.
      redirect: 'error',
      credentials: 'omit',
      headers: { 'content-type': 'text/plain; charset=utf-8', [logKeyHeader]: logKey },
      body: encodeAddCheckpoint({ oldSize, proof, note }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    });
    return { status: response.status, text: await readText(response) };
  } catch (thrown) {
    throwIfCancelled(signal);
    if (thrown instanceof VaultError) throw thrown;
    throw new VaultError('proof.witness-unreachable', {}, thrown);
  }
}

/** The answer, up to as much as any answer needs. Throws `proof.witness-wrong-answer` beyond. */
async function readText(response: Response): Promise<string> {
  const wrong = (cause?: unknown): VaultError =>
    new VaultError('proof.witness-wrong-answer', { status: response.status }, cause);
  const body = await readAtMost(response, longestAnswer, wrong);
  try {
    return parseUtf8(body);
  } catch (thrown) {
    throw wrong(thrown);
  }
}

/** The line of this witness among those that were sent; lines of keys that nobody asked for are passed over. */
function pickCosignature(key: VerifierKey, note: string, text: string): GoodCosignature {
  for (const line of text.split('\n')) {
    const cosignature = tryParse(line);
    if (cosignature === undefined || !isCosignatureOf(cosignature, key)) continue;
    if (!verifyCosignature(cosignature, note, key)) break;
    return { line, time: new Date(cosignature.time * 1000).toISOString() };
  }
  throw new VaultError('proof.witness-wrong-answer', { status: 200 });
}

function tryParse(line: string): Cosignature | undefined {
  try {
    return parseCosignature(line);
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'format.malformed') return undefined;
    throw thrown;
  }
}

const thisComputer = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The address of a witness as it is kept: with a slash at its end, without name, password, query or fragment. Throws `input.usage` for
 * what is none, and for plain http to another computer, where anybody on the way could hold answers back unseen.
 */
export function witnessUrl(text: string): string {
  const url = URL.parse(text);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && thisComputer.has(url.hostname));
  if (url === null || !safe || url.username !== '' || url.password !== '')
    throw new VaultError('input.usage', { problem: 'a witness has an https address' });
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}
