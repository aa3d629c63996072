import type { HashPort } from '../../crypto/hash-port.ts';
import type { DurablePort } from '../durable/port.ts';
import type { EntryKeys } from './entry-keys.ts';
import type { LedgerFinding } from './ledger-finding.ts';

/** What everything that reads a ledger's files leans on. */
export interface LedgerEnvironment {
  /** The vault's folder, absolute. */
  readonly dir: string;
  /** Vault id, hexadecimal. */
  readonly vault: string;
  /** Root public key. */
  readonly root: Uint8Array;
  readonly hashes: HashPort;
  readonly port: DurablePort;
  /** Undefined where structure and signatures are checked without any key. */
  readonly keys: EntryKeys | undefined;
  /** `write` puts damaged copies right. */
  readonly access: 'read' | 'write';
  readonly findings: FindingList;
}

/** Findings in the order they were made, each once. */
export class FindingList {
  readonly #findings = new Map<string, LedgerFinding>();

  /** A finding that is known already is kept, and counts as mended once it was. */
  add(finding: LedgerFinding): void {
    const { code, log, file = '', entries } = finding;
    const key = `${code} ${log} ${file} ${entries?.from ?? ''}`;
    const known = this.#findings.get(key);
    if (known === undefined || finding.mended) this.#findings.set(key, finding);
  }

  all(): readonly LedgerFinding[] {
    return [...this.#findings.values()];
  }
}
