import type { StandingCode, WaitReason, WorkKind } from '../../base/work-words.ts';
import { KnownDamage } from '../damage.ts';
import type { ReplicaStatus } from '../replicas/replica-status.ts';
import type { OpenVault } from '../vault-context.ts';
import type { Decision, Job } from './decide-work.ts';
import { lastCopied, newestOf, statesThatNeedYou } from './sources-news.ts';
import { readWorkChoices } from './work-choices.ts';

/** A piece of work, with the name of the source or second copy that it is about. */
interface NamedWork {
  readonly kind: WorkKind;
  readonly about?: string;
  readonly name?: string;
}

/** Where the vault and the work that goes on by itself stand: the one answer that Home, the tray and `status` show. */
export interface Standing {
  readonly code: StandingCode;
  /** When something was last copied to the end, whatever it came from. */
  readonly lastSync?: string;
  readonly running: readonly NamedWork[];
  /** What comes next by itself, and when; absent if nothing does. */
  readonly next?: NamedWork & { readonly at: string };
  /** What is due and does not go on, and why. */
  readonly waiting: readonly (NamedWork & { readonly why: WaitReason })[];
  readonly copies: {
    readonly count: number;
    /** When the newest was brought up to date. */
    readonly newest?: string;
    /** Not brought up to date for a month, or never. */
    readonly late: readonly { readonly id: string; readonly name: string }[];
    /** Late in a week or less, unless their place is reached before. */
    readonly soonLate: readonly { readonly id: string; readonly name: string }[];
  };
  readonly lastRehearsal?: {
    readonly at: string;
    readonly copy: string;
    readonly items: number;
    readonly readable: number;
    readonly of: number;
  };
  readonly lastCheck?: { readonly at: string; readonly ok: boolean; readonly full: boolean };
  /** Whether spare data for repairs is made of what is kept. */
  readonly parity: boolean;
}

export interface StandingView {
  readonly copies: readonly ReplicaStatus[];
  readonly decision: Decision;
  readonly running: readonly Pick<Job, 'kind' | 'about'>[];
}

const day = 86_400_000;
/** A second copy is late after a month (`staleAfterDays`); a week before that, the learner may be reminded. */
const soon = 23 * day;

/** Throws `format.too-new`, `storage.*`. */
export async function standingOf(
  vault: OpenVault,
  { copies, decision, running }: StandingView,
): Promise<Standing> {
  const { parity } = await readWorkChoices(vault);
  const sources = vault.index.sources.list();
  const named = ({ kind, about }: Pick<Job, 'kind' | 'about'>): NamedWork => {
    const name = [...sources, ...copies].find(({ id }) => id === about)?.name;
    return {
      kind,
      ...(about === undefined ? {} : { about }),
      ...(name === undefined ? {} : { name }),
    };
  };
  const lastSync = lastCopied(vault);
  const newest = newestOf(copies.map(({ syncedAt }) => syncedAt));
  const rehearsal = copies
    .filter(({ rehearsed }) => rehearsed !== undefined)
    .sort((a, b) => ((a.rehearsed?.at ?? '') < (b.rehearsed?.at ?? '') ? 1 : -1))[0];
  const [check] = vault.index.statements.checks();
  const waiting = decision.waiting
    .filter(({ why }) => why !== 'busy')
    .map(({ job, why }) => ({ ...named(job), why }));
  const late = copies.filter((copy) => isLate(vault, copy));
  const facts: Omit<Standing, 'code'> = {
    ...(lastSync === undefined ? {} : { lastSync }),
    running: running.map(named),
    ...(decision.next === undefined
      ? {}
      : { next: { ...named(decision.next.job), at: new Date(decision.next.at).toISOString() } }),
    waiting,
    copies: {
      count: copies.length,
      ...(newest === undefined ? {} : { newest }),
      late: late.map(idAndName),
      soonLate: copies.filter((copy) => !copy.stale && isSoonLate(vault, copy)).map(idAndName),
    },
    ...(rehearsal?.rehearsed === undefined
      ? {}
      : { lastRehearsal: { ...rehearsal.rehearsed, copy: rehearsal.name } }),
    ...(check === undefined ? {} : { lastCheck: { at: check.at, ok: check.ok, full: check.full } }),
    parity,
  };
  const needsYou = vault.index.statements.openAlerts().length > 0 || statesThatNeedYou(vault).length > 0;
  return {
    code: codeOf(facts, { needsYou, damaged: new KnownDamage(vault.index).items().size > 0 }),
    ...facts,
  };
}

/** The worst that holds. */
function codeOf(
  { running, waiting, copies, lastSync, lastRehearsal }: Omit<Standing, 'code'>,
  { needsYou, damaged }: { readonly needsYou: boolean; readonly damaged: boolean },
): StandingCode {
  const waitsFor = (reason: WaitReason): boolean => waiting.some(({ why }) => why === reason);
  if (damaged) return 'damaged';
  if (needsYou) return 'needs-you';
  if (lastRehearsal !== undefined && lastRehearsal.readable < lastRehearsal.items) return 'rehearsal-failed';
  if (running.some(({ kind }) => kind === 'sync' || kind === 'copy')) return 'working';
  if (copies.late.length > 0) return 'copy-late';
  if (lastSync === undefined) return 'new';
  if (waitsFor('battery')) return 'waits-battery';
  if (waitsFor('metered')) return 'waits-metered';
  return 'well';
}

/** One that was added just now is brought up to date first, before anybody calls it late. */
function isLate({ clock }: OpenVault, { stale, syncedAt, addedAt }: ReplicaStatus): boolean {
  return stale && (syncedAt !== undefined || Date.parse(addedAt) < clock.now().getTime() - day);
}

function isSoonLate({ clock }: OpenVault, { syncedAt }: ReplicaStatus): boolean {
  return syncedAt !== undefined && Date.parse(syncedAt) < clock.now().getTime() - soon;
}

function idAndName({ id, name }: ReplicaStatus): { readonly id: string; readonly name: string } {
  return { id, name };
}
