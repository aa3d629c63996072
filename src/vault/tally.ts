import {
  rolesBesidesWork,
  rolesOfFeedback,
  type AssignmentCounts,
  type LatestGrade,
  type MarkingCounts,
} from '../store/index/assignment-queries.ts';
import type { ItemRow } from '../store/index/item-queries.ts';
import type { OpenVault } from './vault-context.ts';

/** What of a unit or assignment is there, for the columns of a table. */
export interface KeptDetails {
  readonly has: {
    readonly work: boolean;
    readonly feedback: boolean;
    readonly grade: boolean;
    /** An authority has stamped every version of it. */
    readonly dated: boolean;
    readonly secondCopy: boolean;
  };
  /** Number of items with bytes. */
  readonly files: number;
  readonly attempts: number;
  /** The latest released grade as the portal wrote it. */
  readonly grade?: string;
  /** Id of the source that most of it came from. */
  readonly source?: string;
}

/** What belongs to a unit or an assignment, counted. */
export class Tally {
  /** All items, kept or not. */
  items = 0;
  kept = 0;
  evidence = 0;
  notKept = 0;
  newestNotKept = 0;
  notHandedIn = false;
  notMarked = false;
  /** Number of items, by source. */
  readonly sources = new Map<string, number>();
  /** Assignments that are in it whole, and the other items one by one. */
  readonly ids = new Set<string>();
  #files = 0;
  #attempts = 0;
  #work = 0;
  #feedback = 0;
  #grade: Pick<LatestGrade, 'at' | 'grade'> | undefined;

  addCounts(counts: AssignmentCounts): void {
    this.kept += counts.kept;
    this.evidence += counts.evidence;
    this.notKept += counts.notKept;
    this.newestNotKept += counts.newestNotKept;
    this.#files += counts.files;
    this.#attempts += counts.attempts;
    this.#work += counts.work;
    this.#feedback += counts.feedback;
    this.#came(counts.source, counts.items);
  }

  /** @param marking undefined for an assignment without attempts */
  addMarking(marking: MarkingCounts | undefined): void {
    const { handedIn = 0, unmarked = 0, marked = 0 } = marking ?? {};
    if (handedIn === 0 && marked === 0) this.notHandedIn = true;
    if (unmarked > 0) this.notMarked = true;
  }

  addGrade(grade: Pick<LatestGrade, 'at' | 'grade'> | undefined): void {
    if (grade !== undefined && grade.at >= (this.#grade?.at ?? '')) this.#grade = grade;
  }

  /** One item by itself; the same rules as `AssignmentQueries.counts`, which counts many at once. */
  addItem(item: ItemRow): void {
    if (this.ids.has(item.id)) return;
    this.ids.add(item.id);
    this.#came(item.source, 1);
    const isKept = item.versions > 0;
    if (item.failed !== undefined && isKept) this.newestNotKept += 1;
    else if (item.failed !== undefined) this.notKept += 1;
    if (!isKept) return;
    this.kept += 1;
    this.evidence += Number(isEvidence(item));
    this.#files += Number(item.size !== undefined);
    this.#attempts += Number(item.kind === 'attempt');
    this.#work += Number(isWork(item));
    this.#feedback += Number(isFeedback(item));
    if (item.kind === 'grade' && item.released === true)
      this.addGrade({ at: item.capturedAt ?? item.firstAt, grade: item.grade ?? null });
  }

  /**
   * @param dated whether an authority stamped all of it
   * @param secondCopy whether some second copy that is not stale has all of it
   */
  details(dated: boolean, secondCopy: boolean): KeptDetails {
    const grade = this.#grade?.grade ?? undefined;
    let source: string | undefined;
    for (const [id, count] of this.sources) if (count > (this.sources.get(source ?? '') ?? 0)) source = id;
    return {
      has: {
        work: this.#work > 0,
        feedback: this.#feedback > 0,
        grade: this.#grade !== undefined,
        dated,
        secondCopy,
      },
      files: this.#files,
      attempts: this.#attempts,
      ...(grade === undefined ? {} : { grade }),
      ...(source === undefined ? {} : { source }),
    };
  }

  #came(source: string, count: number): void {
    this.items += count;
    this.sources.set(source, (this.sources.get(source) ?? 0) + count);
  }
}

/** Every assignment, with what belongs to it: asked in a few questions, however many items there are. */
export class Assignments {
  /** The assignments themselves, oldest first. */
  readonly all: readonly ItemRow[];
  readonly #vault: OpenVault;
  readonly #byId: ReadonlyMap<string, ItemRow>;
  readonly #counts = new Map<string, AssignmentCounts[]>();
  readonly #marking: ReadonlyMap<string, MarkingCounts>;
  readonly #grades: ReadonlyMap<string, LatestGrade>;

  constructor(vault: OpenVault) {
    const { items, assignments } = vault.index;
    this.#vault = vault;
    this.all = items.list({ kind: 'assignment' });
    this.#byId = new Map(this.all.map((row) => [row.id, row]));
    for (const counts of assignments.counts()) {
      const known = this.#counts.get(counts.assignment);
      if (known === undefined) this.#counts.set(counts.assignment, [counts]);
      else known.push(counts);
    }
    this.#marking = new Map(assignments.marking().map((row) => [row.assignment, row]));
    this.#grades = new Map(assignments.latestGrades().map((row) => [row.assignment, row]));
  }

  /** What belongs to any of these assignments, attempts and items; nothing is counted twice. */
  tallyOf(ids: readonly string[]): Tally {
    const tally = new Tally();
    const others: string[] = [];
    const whole = new Set<string>();
    for (const id of new Set(ids)) {
      const assignment = this.#byId.get(id);
      if (assignment === undefined) {
        others.push(id);
        continue;
      }
      whole.add(id);
      tally.addItem(assignment);
      for (const counts of this.#counts.get(id) ?? []) tally.addCounts(counts);
      tally.addMarking(this.#marking.get(id));
      tally.addGrade(this.#grades.get(id));
    }
    if (others.length > 0)
      for (const item of this.#vault.index.items.list({ within: others }))
        if (!whole.has(item.assignmentItem ?? '')) tally.addItem(item);
    return tally;
  }
}

/** A title alone is no evidence: somebody handed something in, wrote something back, or gave a grade. */
function isEvidence({ kind, role }: ItemRow): boolean {
  return kind !== 'assignment' && kind !== 'enrolment' && !(kind === 'document' && role === 'brief');
}

function isWork({ kind, status, role = 'file' }: ItemRow): boolean {
  if (kind === 'document') return !rolesBesidesWork.includes(role);
  return (kind === 'submission' || kind === 'attempt') && status === 'submitted';
}

function isFeedback({ kind, released, role = '' }: ItemRow): boolean {
  return (kind === 'feedback' && released === true) || rolesOfFeedback.includes(role);
}
