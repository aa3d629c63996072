import { equalBytes } from '../../base/bytes.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { logContext, type LogContext } from '../../ledger/log-context.ts';
import { logIdOf, verifyLogCertificate } from '../../ledger/log-identity.ts';
import type { SegmentHeader } from '../../ledger/segment-header.ts';

/** Which log of which vault some files must belong to, and how that is seen. */
export class LogIdentity {
  readonly hashes: HashPort;
  readonly vault: string;
  readonly log: string;
  readonly context: LogContext;
  readonly #root: Uint8Array;
  #certified: Pick<SegmentHeader, 'logPublicKey' | 'certificate'> | undefined;

  /** @param root the vault's root public key */
  constructor(hashes: HashPort, vault: string, root: Uint8Array, log: string) {
    this.hashes = hashes;
    this.vault = vault;
    this.log = log;
    this.context = logContext(vault, log);
    this.#root = root;
  }

  /** The log's public key with the root key's certificate, once any header was accepted. */
  get certified(): Pick<SegmentHeader, 'logPublicKey' | 'certificate'> | undefined {
    return this.#certified;
  }

  /** True if this header is of segment `number` of this log, whose key the vault's root key vouches for. */
  accepts(header: SegmentHeader, number: number): boolean {
    const { vault, logPublicKey, certificate } = header;
    return vault === this.vault && header.number === number && this.certify(logPublicKey, certificate);
  }

  /** True if this is the log's key and the root key vouches for it. */
  certify(logPublicKey: Uint8Array, certificate: Uint8Array): boolean {
    const known = this.#certified;
    if (known !== undefined)
      return (
        equalBytes(known.logPublicKey, logPublicKey) &&
        (equalBytes(known.certificate, certificate) || this.#vouched(logPublicKey, certificate))
      );
    if (logIdOf(this.hashes, logPublicKey) !== this.log) return false;
    if (!this.#vouched(logPublicKey, certificate)) return false;
    this.#certified = { logPublicKey: logPublicKey.slice(), certificate: certificate.slice() };
    return true;
  }

  #vouched(logPublicKey: Uint8Array, certificate: Uint8Array): boolean {
    return verifyLogCertificate(this.#root, this.vault, logPublicKey, certificate);
  }
}
