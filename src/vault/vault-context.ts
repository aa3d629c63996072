import type { HashPort } from '../crypto/hash-port.ts';
import type { BlobReader } from '../store/blob/blob-reader.ts';
import type { BlobStore } from '../store/blob/blob-store.ts';
import type { DurablePort } from '../store/durable/port.ts';
import type { VaultKeys } from '../store/header/vault-keys.ts';
import type { VaultIndex } from '../store/index/vault-index.ts';
import type { LedgerFiles } from '../store/ledger-files/ledger-files.ts';
import type { LogWriter } from '../store/ledger-files/log-writer.ts';
import type { Surroundings } from './app.ts';
import type { Recorder } from './recorder.ts';
import type { SourceSecrets } from './source-secrets.ts';

/** Something that opening a vault noticed. */
export interface OpeningFinding {
  readonly code: string;
  /** File inside the vault, with forward slashes. */
  readonly file?: string;
  /** True if it was put right at once. */
  readonly mended: boolean;
}

/** An unlocked vault, to be read. */
export interface OpenVault extends Surroundings {
  /** Vault id, lower-case hexadecimal. */
  readonly id: string;
  /** Absolute path of its folder. */
  readonly dir: string;
  readonly practice: boolean;
  readonly rootPublicKey: Uint8Array;
  readonly findings: readonly OpeningFinding[];
  readonly keys: VaultKeys;
  readonly hashes: HashPort;
  /** The door to the disk. */
  readonly port: DurablePort;
  readonly blobs: BlobReader;
  readonly ledger: LedgerFiles;
  readonly index: VaultIndex;
  /** Wipes the keys and lets go of everything; waits for what is under way. */
  close(): Promise<void>;
}

/** An unlocked vault that this process alone may write. */
export interface WritableVault extends OpenVault {
  readonly blobs: BlobStore;
  readonly writer: LogWriter;
  readonly recorder: Recorder;
  readonly secrets: SourceSecrets;
  /** Generation of the header as it stands; whoever writes a newer one says so here, and it is remembered with the next entry. */
  readonly newestHeader: { generation: number };
  /**
   * Goes on no more with this installation's log, since another has its key or knows more of it. Nothing is recorded until the vault is opened again;
   * then a new log begins. Throws `storage.*`.
   */
  leaveLog(code: 'integrity.fork' | 'integrity.ledger-rolled-back'): Promise<void>;
  /** Head of a log as it stands now, and its signed note. */
  ledgerHead(log: string): { readonly size: number; readonly checkpoint: string };
}
