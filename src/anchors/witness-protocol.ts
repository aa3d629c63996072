/**
 * A header of ours beside the protocol of c2sp.org/tlog-witness, which other witnesses pass over: the verifier key of the log. A
 * witness that takes vaults unseen needs it once, since a checkpoint does not hold the key that it is signed with.
 */
export const logKeyHeader = 'evidence-vault-log-key';
