import { encodeHex } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { entryKey, type EntryRef, type EntryView } from '../bundle/entry-view.ts';
import { readEntryFields, type EntryOf } from '../ledger/kinds/entry-kinds.ts';
import {
  isCosignatureOf,
  parseCosignature,
  verifyCosignature,
  type Cosignature,
} from '../ledger/witness/cosignature.ts';
import { trustProblem } from '../ledger/trusted-when.ts';
import { parseVerifierKey, type VerifierKey } from '../ledger/witness/verifier-key.ts';
import type { GoodAnchor } from './check-anchors.ts';
import type { History } from './check-history.ts';
import type { PolicyWitness } from './policy.ts';
import type { VerificationCode } from './verification-codes.ts';

/** A cosignature of a witness that the reader's policy names, over an earlier state of a log. */
export interface TrustedCosignature {
  /** The entry that holds it. */
  readonly entry: EntryRef;
  /** The log whose state was seen; every entry of it below `size` was there. */
  readonly log: string;
  readonly size: number;
  /** ISO 8601, as the witness's clock had it. */
  readonly time: string;
  /** The witness's name in the reader's policy. */
  readonly witness: string;
  /** Its key came into other hands later, from this moment on: the cosignature alone proves nothing. */
  readonly compromisedFrom: string | undefined;
}

/** A cosignature that proves nothing to this reader, and why. */
export interface OtherCosignature {
  readonly entry: EntryRef;
  readonly code: VerificationCode;
  /** True if something was altered or made up; false if it is only that nobody trusted vouches for it. */
  readonly broken: boolean;
  /** What stands there, where it holds by the key beside it: whose it says it is, and when. */
  readonly claim?: { readonly name: string; readonly time: string };
}

export type JudgedCosignature = TrustedCosignature | OtherCosignature;

interface Known {
  readonly anchors: readonly GoodAnchor[];
  readonly trusted: readonly { readonly witness: PolicyWitness; readonly key: VerifierKey }[];
}

/**
 * Judges every disclosed cosignature: the state that was seen is one of the anchors, and the line is the named witness's over exactly
 * that state (rules W1 to W4). Entries that are not in the history were reported there and are passed over.
 */
export function readCosignatures(
  history: History,
  anchors: ReadonlyMap<string, readonly GoodAnchor[]>,
  witnesses: readonly PolicyWitness[],
): JudgedCosignature[] {
  const trusted = witnesses.map((witness) => ({
    witness,
    key: parseVerifierKey(witness.key, 'cosignature'),
  }));
  return history.rows.flatMap(({ view }) => {
    if (view?.kind !== 'checkpoint-cosigned' || history.problems.has(entryKey(view.entry))) return [];
    const { entry } = view;
    const told = readEntry(view);
    if (told === undefined) return [{ entry, code: 'witness-record-malformed' as const, broken: true }];
    const seen = anchors.get(told.log);
    // Of a log whose checkpoint is not good, or that is not here at all, nothing can be said.
    if (seen === undefined) return [{ entry, code: 'checkpoint-not-good' as const, broken: false }];
    return [judge(entry, told, { anchors: seen, trusted })];
  });
}

function readEntry({ fields }: EntryView): EntryOf<'checkpoint-cosigned'> | undefined {
  const read = readEntryFields(fields);
  return read.known && read.entry.kind === 'checkpoint-cosigned' ? read.entry : undefined;
}

function judge(
  entry: EntryRef,
  told: EntryOf<'checkpoint-cosigned'>,
  { anchors, trusted }: Known,
): JudgedCosignature {
  const { log, size, root, note } = told;
  const anchor = anchors.find((one) => one.size === size && one.note === note);
  if (anchor === undefined || encodeHex(anchor.root) !== root)
    return { entry, code: 'witness-without-anchor', broken: true };
  const line = readLine(told);
  if (line === undefined) return { entry, code: 'witness-record-malformed', broken: true };
  const { cosignature, key: claimed } = line;
  const named = trusted.find(({ key }) => isCosignatureOf(cosignature, key));
  // Whoever's it is: by the key that it bears, it must hold.
  if (!verifyCosignature(cosignature, note, named?.key ?? claimed))
    return { entry, code: 'witness-signature-wrong', broken: true };
  const time = new Date(cosignature.time * 1000).toISOString();
  const claim = { name: cosignature.name, time };
  if (named === undefined) return { entry, code: 'witness-not-trusted', broken: false, claim };
  const { name, compromisedFrom } = named.witness;
  const problem = trustProblem(named.witness, cosignature.time * 1000);
  if (problem !== undefined) {
    const code = problem === 'compromised' ? 'witness-compromised' : 'witness-not-then';
    return { entry, code, broken: false, claim };
  }
  return { entry, log, size, time, witness: name, compromisedFrom };
}

/** The line and the key beside it, if they are such and belong together. */
function readLine({
  line,
  key,
  witness,
}: EntryOf<'checkpoint-cosigned'>):
  { readonly cosignature: Cosignature; readonly key: VerifierKey } | undefined {
  try {
    const found = { cosignature: parseCosignature(line), key: parseVerifierKey(key, 'cosignature') };
    return isCosignatureOf(found.cosignature, found.key) && found.key.name === witness ? found : undefined;
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'format.malformed') return undefined;
    throw thrown;
  }
}
