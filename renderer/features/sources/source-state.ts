import type { EngineOutput } from '../../../src/contract/engine-contract.ts';

export type Source = EngineOutput<'sources.list'>['sources'][number];

/** States that have words of their own. */
export const sourceStates = [
  'new',
  'ok',
  'stale',
  'partial',
  'unreachable',
  'login-expired',
  'maintenance',
  'refused',
  'shows-less',
  'held',
  'removed',
  'hand',
  'copying',
  'paused',
  'other',
] as const;
type SourceState = (typeof sourceStates)[number];

/** The one thing to do about a source. */
export type SourceAction = 'sign-in' | 'look' | 'accept' | 'retry' | 'sync' | 'resume' | 'open' | 'add-files';

export interface SourceStanding {
  readonly state: SourceState;
  readonly level: 'safe' | 'attention' | 'risk' | 'none';
  readonly action: SourceAction | undefined;
}

/** After so many days without a full copy a source needs a look, as PROTECTION.md says. */
const staleAfterDays = 7;

const standings: Readonly<Record<string, SourceStanding>> = {
  new: { state: 'new', level: 'none', action: 'sync' },
  ok: { state: 'ok', level: 'safe', action: 'sync' },
  partial: { state: 'partial', level: 'attention', action: 'look' },
  unreachable: { state: 'unreachable', level: 'attention', action: 'retry' },
  'login-expired': { state: 'login-expired', level: 'attention', action: 'sign-in' },
  maintenance: { state: 'maintenance', level: 'attention', action: 'retry' },
  refused: { state: 'refused', level: 'attention', action: 'look' },
  'shows-less': { state: 'shows-less', level: 'attention', action: 'look' },
  held: { state: 'held', level: 'attention', action: 'accept' },
  removed: { state: 'removed', level: 'none', action: undefined },
};

/**
 * How a source stands, in the learner's terms. What needs the learner comes before a pause: a paused source whose sign-in ended
 * is still said to have ended.
 */
export function standingOf(
  source: Pick<Source, 'type' | 'state' | 'paused' | 'lastSuccess' | 'failed'>,
  now: Date,
  copying = false,
): SourceStanding {
  if (copying) return { state: 'copying', level: 'none', action: undefined };
  if (!isAsked(source)) return handStanding(source);
  const known = Object.hasOwn(standings, source.state) ? standings[source.state] : undefined;
  if (known === undefined) return { state: 'other', level: 'attention', action: 'look' };
  if (source.paused && (known.state === 'ok' || known.state === 'new'))
    return { state: 'paused', level: 'none', action: 'resume' };
  if (known.state !== 'ok') return known;
  if (source.failed > 0) return { state: 'partial', level: 'attention', action: 'look' };
  return isStale(source.lastSuccess, now) ? { state: 'stale', level: 'attention', action: 'sync' } : known;
}

function handStanding({ type, state, failed }: Pick<Source, 'type' | 'state' | 'failed'>): SourceStanding {
  if (state === 'removed') return { state: 'removed', level: 'none', action: undefined };
  if (state === 'partial' || failed > 0) return { state: 'partial', level: 'attention', action: 'look' };
  return { state: 'hand', level: 'none', action: type === 'portal' ? 'open' : 'add-files' };
}

const byHand: ReadonlySet<string> = new Set(['files', 'portal', 'import']);

/** Files, portal pages and exports are brought by the learner; only the others are asked again and again. */
export function isAsked({ type }: Pick<Source, 'type'>): boolean {
  return !byHand.has(type);
}

function isStale(lastSuccess: string | undefined, now: Date): boolean {
  if (lastSuccess === undefined) return true;
  return now.getTime() - new Date(lastSuccess).getTime() > staleAfterDays * 86_400_000;
}

const noticeKeys = ['not-encrypted', 'no-submissions', 'no-grades', 'network-folder', 'other'] as const;
export type NoticeKey = (typeof noticeKeys)[number];

/** A notice of a connector, as one that has words. */
export function noticeKeyOf(code: string): NoticeKey {
  if (code === 'not-encrypted' || code === 'network-folder') return code;
  if (code === 'not-offered:mod_assign_get_submission_status') return 'no-submissions';
  if (code === 'not-offered:gradereport_user_get_grade_items') return 'no-grades';
  return 'other';
}

/** Notices that came with an address of ours; anything else is left out. */
export function readNotices(text: string | null): NoticeKey[] {
  return (text ?? '').split(',').flatMap((part) => noticeKeys.filter((key) => key === part));
}
