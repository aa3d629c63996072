import { parseBase64 } from '../base/bytes.ts';
import { entryKey, type EntryView } from '../bundle/entry-view.ts';
import { readEntryFields } from '../ledger/kinds/entry-kinds.ts';
import { parseCertificate } from '../ledger/timestamps/certificate.ts';
import { TimestampFlaw } from '../ledger/timestamps/timestamp-flaw.ts';
import type { History } from './check-history.ts';

/** What a bundle brings along about the certificates behind its timestamps. Nothing in it is trusted for being there. */
export interface StampEvidence {
  /** Certificates in DER, each once. */
  readonly chain: readonly Uint8Array[];
  /** Revocation lists and OCSP answers in DER, each once. */
  readonly revocation: readonly Uint8Array[];
  /** Entries of the kind that lack a field or hold what cannot stand there. */
  readonly unreadable: readonly EntryView[];
}

/** As many certificates as any authority's chains take together; more are passed over. */
const mostCertificates = 64;

/** Gathers what entries `stamp-evidence` and `checkpoint-stamped` hold; entries that are not in the history are passed over. */
export function readEvidence(history: History): StampEvidence {
  const [chain, revocation] = [new Set<string>(), new Set<string>()];
  const unreadable: EntryView[] = [];
  for (const { view } of history.rows) {
    if (view === undefined || history.problems.has(entryKey(view.entry))) continue;
    if (view.kind !== 'stamp-evidence' && view.kind !== 'checkpoint-stamped') continue;
    const read = readEntryFields(view.fields);
    if (read.known && read.entry.kind === 'stamp-evidence') {
      for (const one of read.entry.chain) chain.add(one);
      for (const one of read.entry.revocation) revocation.add(one);
    } else if (read.known && read.entry.kind === 'checkpoint-stamped')
      for (const one of read.entry.revocation ?? []) revocation.add(one);
    else if (view.kind === 'stamp-evidence') unreadable.push(view);
  }
  return {
    chain: [...chain].slice(0, mostCertificates).map(parseBase64).filter(isCertificate),
    revocation: [...revocation].map(parseBase64),
    unreadable,
  };
}

/** One that cannot be read would count against every token that it is laid beside. */
function isCertificate(der: Uint8Array): boolean {
  try {
    parseCertificate(der);
    return true;
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) return false;
    throw thrown;
  }
}
