import { workKinds, type WaitReason, type WorkKind } from '../../base/work-words.ts';

/** Something that is done again and again by itself. */
export interface Job {
  readonly kind: WorkKind;
  /** Id of the source, or of the second copy. */
  readonly about?: string;
  /** When it is due; milliseconds since 1970, `Infinity` for never by itself. */
  readonly dueAt: number;
  /** It went wrong, or who is asked wants to be left alone: not before, whatever is due. */
  readonly notBefore: number;
  /** `data`: bytes over the network that may cost money; `absent`: a place that is not there now. */
  readonly needs: 'nothing' | 'data' | 'absent';
  /** There is a sign that it is worth doing at once: a watched folder changed, a stick was plugged in. */
  readonly urgent: boolean;
}

/** What the learner chose of work that goes on by itself. */
export interface WorkSettings {
  /** Minutes between two rounds over a source; 0 for only when asked. */
  readonly syncEveryMinutes: number;
  readonly pauseOnBattery: boolean;
  readonly pauseOnMetered: boolean;
  readonly copyWhileCovered: boolean;
}

/** How things are just now. */
export interface Conditions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly settings: WorkSettings;
  readonly onBattery: boolean;
  readonly metered: boolean;
  readonly covered: boolean;
  /** Something that a person began goes on. */
  readonly personAtWork: boolean;
  /** Milliseconds since a person last began, or ended, something; by a clock that no one can set. */
  readonly idleFor: number;
  /** Lanes in which something goes on. */
  readonly busy: ReadonlySet<Lane>;
}

/** Work in different lanes may go on side by side; `whole` bears nothing beside it. */
export type Lane = 'copying' | 'copies' | 'outside' | 'whole';

interface Rule {
  readonly lane: Lane;
  /** Lanes besides its own in which nothing may go on when it begins. */
  readonly notBeside: readonly Lane[];
  /** Reads much: only on mains power, and while nobody is at work. */
  readonly heavy: boolean;
}

/** The most pressing first. What is asked for a date should hold all that a round of copying brings, so asking waits for its end. */
export const workRules: Readonly<Record<WorkKind, Rule>> = {
  sync: { lane: 'copying', notBeside: ['whole'], heavy: false },
  ask: { lane: 'outside', notBeside: ['copying', 'whole'], heavy: false },
  copy: { lane: 'copies', notBeside: ['whole'], heavy: false },
  refresh: { lane: 'outside', notBeside: ['copying', 'whole'], heavy: false },
  parity: { lane: 'copies', notBeside: ['copying', 'whole'], heavy: true },
  rehearse: { lane: 'copies', notBeside: ['whole'], heavy: true },
  check: { lane: 'whole', notBeside: ['copying', 'copies', 'outside'], heavy: true },
};

/** Heavy work waits for so long after a person did something. */
const rest = 5 * 60_000;
/** Work that waited for this long goes before one kind more than it otherwise would, so that nothing waits for ever. */
const patience = 6 * 3_600_000;
/** After a long sleep everything is late, and then the order of the kinds counts again. */
const lateEnough = 7 * 86_400_000;

/** Work that is due and cannot go on. */
interface Waiting {
  readonly job: Job;
  readonly why: WaitReason;
}

/** What is to be done. */
export interface Decision {
  /** To be begun now, the most pressing first; one for each lane at most. */
  readonly start: readonly Job[];
  /** When to look again at the latest, if nothing happens before; `Infinity` for only then. */
  readonly wakeAt: number;
  readonly waiting: readonly Waiting[];
  /** The first that is to come by itself and is not due yet. */
  readonly next?: { readonly job: Job; readonly at: number };
}

/**
 * What runs next, and when to look again. It is asked anew whenever something changes and remembers nothing: work that was due several times during a
 * sleep is due once, and a clock that jumps changes what is due and nothing else.
 */
export function decideWork(jobs: readonly Job[], conditions: Conditions): Decision {
  const { now } = conditions;
  const waiting: Waiting[] = [];
  const ready: { readonly job: Job; readonly at: number }[] = [];
  const later: { readonly job: Job; readonly at: number }[] = [];
  let wakeAt = Infinity;
  for (const job of jobs) {
    const at = job.urgent ? now : Math.max(job.dueAt, job.notBefore);
    const due = job.urgent || job.dueAt <= now;
    const why = hindranceOf(job, conditions);
    if (due && why !== undefined) waiting.push({ job, why });
    else if (due && at > now) waiting.push({ job, why: 'failed' });
    if (at <= now && why === undefined) ready.push({ job, at });
    if (at > now && Number.isFinite(at)) {
      wakeAt = Math.min(wakeAt, at);
      if (!due && why !== 'away') later.push({ job, at });
    }
    if (due && why === 'busy') wakeAt = Math.min(wakeAt, now + Math.max(rest - conditions.idleFor, 0) + 1);
  }
  ready.sort((a, b) => pressing(a, now) - pressing(b, now) || a.at - b.at);
  const start = fitting(
    ready.map(({ job }) => job),
    conditions.busy,
  );
  const [next] = later.sort((a, b) => a.at - b.at);
  return { start, wakeAt, waiting, ...(next === undefined ? {} : { next }) };
}

/** Why a job cannot go on as things are; undefined if it can. */
function hindranceOf(job: Job, conditions: Conditions): WaitReason | undefined {
  const { settings, onBattery, metered, covered, personAtWork, idleFor } = conditions;
  const { heavy } = workRules[job.kind];
  if (job.needs === 'absent') return 'away';
  if (covered && !settings.copyWhileCovered) return 'covered';
  if (onBattery && (settings.pauseOnBattery || heavy)) return 'battery';
  if (job.needs === 'data' && metered && settings.pauseOnMetered) return 'metered';
  if (heavy && (personAtWork || idleFor < rest)) return 'busy';
  return undefined;
}

/** The lower, the sooner: the place of the kind, less one for each stretch that it waited. */
function pressing({ job, at }: { readonly job: Job; readonly at: number }, now: number): number {
  if (job.urgent) return -Infinity;
  return workKinds.indexOf(job.kind) - Math.floor(Math.min(now - at, lateEnough) / patience);
}

/** Those that can begin side by side. What cannot begin yet keeps what is less pressing out of the lanes that it waits for. */
function fitting(ready: readonly Job[], busy: ReadonlySet<Lane>): Job[] {
  const taken = new Set(busy);
  const kept = new Set<Lane>();
  const start: Job[] = [];
  for (const job of ready) {
    const { lane, notBeside } = workRules[job.kind];
    const wanted = [lane, ...notBeside];
    if (!kept.has(lane) && wanted.every((one) => !taken.has(one))) {
      start.push(job);
      taken.add(lane);
    } else {
      kept.add(lane);
      for (const one of wanted) if (one !== 'whole') kept.add(one);
    }
  }
  return start;
}
