import { encodeBase64, encodeHex, utf8 } from '../../base/bytes.ts';
import { isoTime } from '../../base/clock.ts';
import { asVaultError, reportError, throwIfCancelled, type ErrorReport } from '../../base/errors.ts';
import { requestTimestamp } from '../../anchors/timestamp-client.ts';
import { parseCheckpoint } from '../../ledger/checkpoint.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import { mayAsk, rememberAsking } from '../outside/asking-patience.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { stampingSettings } from './stamping-settings.ts';

export interface StampingReport {
  /** What was stamped: this installation's log as it stood. */
  readonly log: string;
  readonly size: number;
  /** Authorities that gave a date, and the date that they gave. */
  readonly stamped: readonly { readonly authority: string; readonly time: string }[];
  /** Authorities that did not; they stay due. */
  readonly failed: readonly { readonly authority: string; readonly error: ErrorReport }[];
}

export interface StampingOptions {
  readonly signal: AbortSignal;
  /** Those to ask; the learner's whole list if left out. */
  readonly authorities?: readonly string[];
  /** Milliseconds for each authority. */
  readonly timeout?: number;
  /** True if the timeout is too short for a failure to say anything of the authority: then it is not remembered. */
  readonly hurried?: boolean;
}

/**
 * Has the newest checkpoint of this vault's own log stamped by each authority, all at once, and keeps the tokens that answer the
 * question as one batch of entries. What fails is reported and remembered, and is due again at the next sync: so work that
 * was done offline is dated as soon as there is a network.
 * Throws `storage.*`, `internal.cancelled`; then nothing was kept.
 */
export function timestampNow(vault: WritableVault, options: StampingOptions): Promise<StampingReport> {
  return stamp(vault, { ...vault.writer.head(), note: vault.writer.checkpoint() }, options);
}

/** The same for another log of the vault, which nobody writes any more: its tokens have to be renewed as well. Throws `input.not-found` too. */
export function stampLog(
  vault: WritableVault,
  log: string,
  options: StampingOptions,
): Promise<StampingReport> {
  const { checkpoint: note } = vault.ledgerHead(log);
  const { size, root } = parseCheckpoint(note);
  return stamp(vault, { log, size, root: encodeHex(root), note }, options);
}

interface SignedHead {
  readonly log: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
}

async function stamp(
  vault: WritableVault,
  { log, size, root, note }: SignedHead,
  options: StampingOptions,
): Promise<StampingReport> {
  const { signal, timeout, hurried = false } = options;
  const authorities = options.authorities ?? stampingSettings(vault).authorities;
  const entries: EntryOf<'checkpoint-stamped'>[] = [];
  const stamped: StampingReport['stamped'][number][] = [];
  const failed: StampingReport['failed'][number][] = [];
  const ask = async (authority: string): Promise<void> => {
    try {
      const { token, content } = await requestTimestamp(authority, utf8(note), {
        hashes: vault.hashes,
        app: vault.app,
        signal,
        ...(timeout === undefined ? {} : { timeout }),
      });
      const at = isoTime(vault.clock);
      entries.push({
        kind: 'checkpoint-stamped',
        at,
        log,
        size,
        root,
        note,
        authority,
        token: encodeBase64(token),
      });
      stamped.push({ authority, time: content.time });
    } catch (thrown) {
      const error = asVaultError(thrown);
      if (error.code === 'internal.bug') throw error;
      failed.push({ authority, error: reportError(error) });
    }
  };
  await Promise.all(authorities.map(ask));
  throwIfCancelled(signal);
  if (entries.length > 0) await vault.recorder.record(entries);
  rememberAsking(vault, 'timestamps', [
    ...stamped.map(({ authority }) => ({ who: authority, error: undefined })),
    ...(hurried ? [] : failed.map(({ authority, error }) => ({ who: authority, error }))),
  ]);
  const asListed = ({ authority }: { readonly authority: string }): number => authorities.indexOf(authority);
  return {
    log,
    size,
    stamped: stamped.sort((a, b) => asListed(a) - asListed(b)),
    failed: failed.sort((a, b) => asListed(a) - asListed(b)),
  };
}

/**
 * Authorities that have not yet stamped what is new: for each the own log grew since its last stamp by something that is worth a date.
 * Stamps themselves, cosignatures, and records of a sync that found nothing are not.
 */
export function authoritiesDue(vault: OpenVault, log: string, authorities: readonly string[]): string[] {
  const newest = vault.index.proofs.newestWorthStamping(log);
  if (newest === undefined) return [];
  const reached = vault.index.proofs.stampedTo(log);
  return authorities.filter((authority) => (reached.get(authority) ?? 0) <= newest);
}

/**
 * Stamps after a sync: if the learner said yes and something is due, by those who did not fail lately. Undefined if there was nothing
 * to do. Throws as `timestampNow`.
 */
export async function timestampIfDue(
  vault: WritableVault,
  options: Omit<StampingOptions, 'authorities'>,
): Promise<StampingReport | undefined> {
  const { consent, authorities } = stampingSettings(vault);
  if (consent !== 'on') return undefined;
  const due = authoritiesDue(vault, vault.recorder.log, authorities).filter((one) =>
    mayAsk(vault, 'timestamps', one),
  );
  return due.length === 0 ? undefined : timestampNow(vault, { ...options, authorities: due });
}
