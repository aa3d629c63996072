import { asVaultError, throwIfCancelled } from '../../base/errors.ts';
import { timestampNow } from '../timestamps/timestamp-now.ts';
import { stampingSettings } from '../timestamps/stamping-settings.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { witnessNow } from '../witnesses/witness-now.ts';
import { mayAsk } from './asking-patience.ts';

/** A mark serves all that is captured within this time, in milliseconds. */
const freshFor = 15 * 60_000;
/** Copying waits no longer than this for a mark, in milliseconds. */
const patience = 4_000;
/** Where the time of the last attempt is kept: a hint that may be lost. */
const cursorName = 'mark';

/**
 * Lets a fresh public value enter this installation's log, so that whatever is recorded next cannot have been recorded before it: each of
 * the learner's authorities stamps the log's newest checkpoint, and each witness cosigns it, as they do afterwards. Nobody can know such a
 * token or cosignature before it was made. Whoever gave one within the last quarter of an hour is not asked again, nor is
 * anybody twice within that time, nor who failed lately.
 *
 * It is never in the way of what is recorded: without a network there simply is no mark. Throws `internal.cancelled`.
 */
export async function markBefore(vault: WritableVault, signal: AbortSignal): Promise<void> {
  const { consent, authorities } = stampingSettings(vault);
  if ((consent !== 'on' && vault.secrets.witnesses.length === 0) || isFresh(vault, lastAttempt(vault)))
    return;
  const marked = new Set(freshMarks(vault));
  const wanted = (list: 'timestamps' | 'witnesses', who: string): boolean =>
    !marked.has(who) && mayAsk(vault, list, who);
  const asked = consent === 'on' ? authorities.filter((one) => wanted('timestamps', one)) : [];
  const witnesses = vault.secrets.witnesses.filter(({ key }) => wanted('witnesses', key));
  if (asked.length + witnesses.length === 0) return;
  vault.index.sources.rememberCursor(cursorName, vault.clock.now().toISOString());
  const options = { signal, timeout: patience, hurried: true };
  // One after the other would be two waits; each reads the head before the other's entries are in it, which hurts neither.
  const ended = await Promise.allSettled([
    asked.length === 0 ? undefined : timestampNow(vault, { ...options, authorities: asked }),
    witnesses.length === 0 ? undefined : witnessNow(vault, { ...options, witnesses }),
  ]);
  throwIfCancelled(signal);
  for (const each of ended) if (each.status === 'rejected') rethrowBug(each.reason);
}

/** What the disk or the history does to a mark, it does to what is recorded next and to asking afterwards: that is where it is told. */
function rethrowBug(thrown: unknown): void {
  const error = asVaultError(thrown);
  if (error.code.startsWith('internal.')) throw error;
}

/** Who gave something for this log lately: addresses of authorities and keys of witnesses. */
function* freshMarks(vault: WritableVault): Iterable<string> {
  const { proofs } = vault.index;
  for (const { log, at, by } of [...proofs.stamped(), ...proofs.cosigned()])
    if (log === vault.recorder.log && isFresh(vault, Date.parse(at))) yield by;
}

function lastAttempt(vault: OpenVault): number {
  const kept = vault.index.sources.cursor(cursorName);
  return typeof kept === 'string' ? Date.parse(kept) : Number.NaN;
}

/** False for a time to come, which a clock that was set back leaves behind, and for what is no time. */
function isFresh(vault: OpenVault, time: number): boolean {
  const ago = vault.clock.now().getTime() - time;
  return ago >= 0 && ago < freshFor;
}
