import type { HashPort } from '../../crypto/hash-port.ts';
import type { SecretKey } from '../../crypto/secret-key.ts';
import type { DurablePort } from '../durable/port.ts';
import type { EntryKeys } from './entry-keys.ts';
import type { LedgerHead } from './stored-entry.ts';

/** What it takes to open the ledger of a vault. */
export interface LedgerOpening {
  /** The vault's folder, absolute. */
  readonly dir: string;
  /** Vault id, 64 hexadecimal digits. */
  readonly vault: string;
  /** The vault's root public key, which log certificates are checked with. */
  readonly root: Uint8Array;
  readonly keys: EntryKeys;
  readonly hashes: HashPort;
  readonly port: DurablePort;
  /** `write` mends and repairs, and is only for whoever holds the vault's lock. */
  readonly access: 'read' | 'write';
  /** What this installation remembers of its own log: its last acknowledged head. */
  readonly installation?: OwnLog | undefined;
}

/** The log of this installation. */
export interface OwnLog {
  readonly head: LedgerHead;
  /** Signs its checkpoints anew after a crash; needed for writing only. */
  readonly signer?: LogSigner | undefined;
}

/** A log's key pair. The seed stays its owner's to destroy. */
export interface LogSigner {
  readonly log: string;
  readonly publicKey: Uint8Array;
  readonly seed: SecretKey;
}

/**
 * Whether this installation can go on with its log. `lost`: it must begin a new one, since going on under the old key
 * would be a fork.
 */
export type OwnLogState =
  | { readonly state: 'none' }
  | { readonly state: 'ready'; readonly head: LedgerHead }
  | {
      readonly state: 'lost';
      readonly log: string;
      readonly code: 'integrity.ledger-missing' | 'integrity.ledger-rolled-back' | 'integrity.ledger-damaged';
    };
