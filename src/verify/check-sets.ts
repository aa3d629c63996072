import type { SetPart } from '../bundle/bundle-set.ts';
import type { ClosedChain } from '../ledger/kinds/closing-entry.ts';
import { countAttempts, type AttemptAnswer, type CountedAttempts } from './count-attempts.ts';
import type { ShownAttempt } from './chain-problems.ts';
import type { PartReport } from './part-report.ts';
import { sayVerificationCode, type VerificationCode } from './verification-codes.ts';
import type { AttemptCounts, CheckOutcome, VerificationReport } from './verification-report.ts';

/** One set of bundles that an export was split into, as far as its parts were looked at. */
export interface SetResult {
  /** Every part that the set has, in order. */
  readonly parts: readonly SetPart[];
  /** Those that were looked at, by number, under the names that the caller gave them. */
  readonly present: readonly { readonly part: number; readonly name: string }[];
  /** Those that were not. */
  readonly missing: readonly { readonly part: number; readonly bundle: string }[];
  /** `pass` only if all parts are here and good, and nothing that the vault had counted is missing from them. */
  readonly result: CheckOutcome;
  readonly code?: VerificationCode;
  /** One plain sentence or two. */
  readonly detail: string;
  /** The attempts in all parts together; null where parts are missing or nothing counts them. */
  readonly attempts: AttemptCounts | null;
}

interface Part extends PartReport {
  readonly name: string;
  readonly ok: boolean;
  readonly vault: string | undefined;
}

/** Gathers the parts of sets among bundles that were judged one by one; keeps no more of a report than that takes. */
export class SetGatherer {
  readonly #sets = new Map<string, Part[]>();
  #whole = 0;

  /** @param name what the caller calls the bundle: its file's name */
  add(name: string, { part, ok, signer }: Pick<VerificationReport, 'part' | 'ok' | 'signer'>): void {
    if (part === undefined) {
      this.#whole += 1;
      return;
    }
    // Two exports never have a bundle in common, so parts that name the same list are of one.
    const key = part.parts.map(({ bundle, manifest, items }) => `${bundle} ${manifest} ${items}`).join('\n');
    const set = this.#sets.get(key);
    const one = { ...part, name, ok, vault: signer?.vault };
    if (set === undefined) this.#sets.set(key, [one]);
    else set.push(one);
  }

  /** Each set by itself. */
  results(): SetResult[] {
    return [...this.#sets.values()].map(judgeSet);
  }

  /** True unless everything that was looked at belongs to one set. */
  get isMixed(): boolean {
    return this.#sets.size !== 1 || this.#whole > 0;
  }
}

/** Rules PS4 to PS7. */
function judgeSet(given: readonly Part[]): SetResult {
  // One part that was handed in twice is one part: the list names its bytes.
  const parts = [...new Map(given.map((one) => [one.part, one])).values()].sort((a, b) => a.part - b.part);
  const [first] = parts;
  const list = first?.parts ?? [];
  const here = new Set(parts.map(({ part }) => part));
  const missing = list.flatMap(({ bundle }, at) => (here.has(at + 1) ? [] : [{ part: at + 1, bundle }]));
  const told = {
    parts: list,
    present: parts.map(({ part, name }) => ({ part, name })),
    missing,
  };
  const wrong = whatIsWrong(given);
  if (wrong !== undefined)
    return { ...told, result: 'fail', code: wrong, detail: sayVerificationCode(wrong), attempts: null };
  if (missing.length > 0)
    return {
      ...told,
      result: 'not-checked',
      code: 'set-parts-missing',
      detail: `${sayVerificationCode('set-parts-missing')} ${sayMissing(missing, list.length)}`,
      attempts: null,
    };
  const all = `All ${list.length} parts are here.`;
  const answer = answerOf(parts);
  if (answer === undefined)
    return {
      ...told,
      result: 'not-checked',
      code: 'completeness-not-proven',
      detail: `${all} ${sayVerificationCode('completeness-not-proven')}`,
      attempts: null,
    };
  const { counts: attempts, problems, open, passed } = answer;
  const [problem] = problems;
  if (problem !== undefined)
    return {
      ...told,
      result: 'fail',
      code: problem.code,
      detail: `${all} ${sayVerificationCode(problem.code)}`,
      attempts,
    };
  if (open !== undefined)
    return {
      ...told,
      result: 'not-checked',
      code: open.code,
      detail: `${all} ${open.detail ?? sayVerificationCode(open.code)}`,
      attempts,
    };
  return { ...told, result: 'pass', detail: `${all} ${passed}`, attempts };
}

function whatIsWrong(parts: readonly Part[]): VerificationCode | undefined {
  if (parts.some(({ ok }) => !ok)) return 'set-part-fails';
  if (new Set(parts.map(({ vault }) => vault)).size > 1) return 'set-not-one-vault';
  const heads = new Map<string, string>();
  for (const { log, size, root } of parts.flatMap((part) => part.heads)) {
    const head = `${size} ${root}`;
    if ((heads.get(log) ?? head) !== head) return 'set-histories-differ';
    heads.set(log, head);
  }
  return undefined;
}

/** Parts that one sentence names; the result has all of them. */
const mostNamed = 20;

function sayMissing(missing: SetResult['missing'], of: number): string {
  const named = missing.slice(0, mostNamed).map(({ part, bundle }) => `part ${part} (${bundle})`);
  const more = missing.length > mostNamed ? [`and ${missing.length - mostNamed} more`] : [];
  return `Of ${of} parts these are missing: ${[...named, ...more].join(', ')}.`;
}

/** The attempts of all parts together; undefined where some part has no count. */
function answerOf(parts: readonly Part[]): AttemptAnswer | undefined {
  const counts = parts.flatMap(({ attempts }) => (attempts === null ? [] : [attempts]));
  const [first] = counts;
  if (first === undefined || counts.length < parts.length) return undefined;
  const shown = new Map<string, Map<string, ShownAttempt>>();
  const names = new Map<string, string>();
  const chains = new Map<string, ClosedChain>();
  for (const { chain, name, shown: attempts } of counts.flatMap((one) => one.chains)) {
    chains.set(chain.chain, chain);
    if (name !== undefined && chain.assignment !== undefined) names.set(chain.assignment, name);
    const known = shown.get(chain.chain) ?? new Map<string, ShownAttempt>();
    // Two parts may show the same entry, each for what it has of that attempt.
    for (const attempt of attempts) known.set(`${attempt.entry.log}/${attempt.entry.index}`, attempt);
    shown.set(chain.chain, known);
  }
  const counted: CountedAttempts = {
    closedAt: first.closedAt,
    chains: [...chains.values()],
    shown: new Map([...shown].map(([chain, attempts]) => [chain, [...attempts.values()]])),
    names,
    others: Math.min(...counts.map(({ others }) => others)),
    uncounted: counts.some(({ uncounted }) => uncounted),
    unopened: counts.flatMap(({ unopened }) => unopened),
    missing: parts.reduce((sum, part) => sum + part.missing, 0),
  };
  return countAttempts(counted);
}
