import { encodeBase64, parseBase64 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { parseCheckpoint, parseTreeSize } from '../checkpoint.ts';
import { hashLength } from '../merkle-hash.ts';

/** What a log asks of a witness: 'I grew from the size that you saw to this checkpoint, and here is the proof.' */
export interface AddCheckpoint {
  /** Size of the tree that the witness cosigned last, 0 if none. */
  readonly oldSize: number;
  /** Consistency proof from there to the checkpoint's size (RFC 6962 section 2.1.2). */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint's signed note. */
  readonly note: string;
}

/** As many hashes as the protocol allows a proof. */
const longestProof = 63;

/** The longest body that is worth reading: a whole proof, and a note with a hundred ordinary signatures. */
export const longestAddCheckpoint = 65_536;

/** The body of `POST /add-checkpoint` (https://c2sp.org/tlog-witness). Throws `internal.bug` for a proof that is too long. */
export function encodeAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): string {
  if (proof.length > longestProof || !Number.isSafeInteger(oldSize) || oldSize < 0)
    throw new VaultError('internal.bug', { what: 'add-checkpoint' });
  const lines = [`old ${oldSize}`, ...proof.map(encodeBase64)];
  return `${lines.join('\n')}\n\n${note}`;
}

/** Reads such a body; judges neither signature nor proof. Throws `format.malformed`. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const split = body.indexOf('\n\n');
  const [first = '', ...hashes] = body.slice(0, Math.max(split, 0)).split('\n');
  if (split === -1 || !first.startsWith('old ') || hashes.length > longestProof) throw malformed();
  const oldSize = parseTreeSize(first.slice('old '.length));
  const proof = hashes.map(parseBase64);
  const note = body.slice(split + 2);
  parseCheckpoint(note);
  if (oldSize === undefined || proof.some(({ length }) => length !== hashLength)) throw malformed();
  return { oldSize, proof, note };
}

function malformed(): VaultError {
  return new VaultError('format.malformed', { what: 'add-checkpoint' });
}
