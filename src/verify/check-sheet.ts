import { sayVerificationCode, type VerificationCode } from './verification-codes.ts';
import { checkIds, type CheckId, type CheckResult, type Finding } from './verification-report.ts';

const mostFindings = 100;

/** Collects what each check finds. A check that nothing was said about was not reached: silence never passes. */
export class CheckSheet {
  readonly #passed = new Map<CheckId, string>();
  readonly #failed = new Map<CheckId, Finding[]>();
  readonly #notChecked = new Map<CheckId, { readonly code: VerificationCode; readonly detail?: string }>();

  /** Counts only if nothing is found against it. */
  pass(id: CheckId, detail: string): void {
    this.#passed.set(id, detail);
  }

  fail(id: CheckId, finding: Finding): void {
    const found = this.#failed.get(id);
    if (found === undefined) this.#failed.set(id, [finding]);
    else found.push(finding);
  }

  /** @param detail more than the code's own sentence */
  notChecked(id: CheckId, code: VerificationCode, detail?: string): void {
    this.#notChecked.set(id, { code, ...(detail === undefined ? {} : { detail }) });
  }

  hasFailed(...ids: readonly CheckId[]): boolean {
    return ids.some((id) => this.#failed.has(id));
  }

  findings(id: CheckId): readonly Finding[] {
    return this.#failed.get(id) ?? [];
  }

  hasPassed(id: CheckId): boolean {
    return this.#passed.has(id) && !this.#failed.has(id) && !this.#notChecked.has(id);
  }

  results(): CheckResult[] {
    return checkIds.map((id) => this.#resultOf(id));
  }

  #resultOf(id: CheckId): CheckResult {
    const findings = this.#failed.get(id);
    const [first] = findings ?? [];
    if (findings !== undefined && first !== undefined)
      return {
        id,
        result: 'fail',
        code: first.code,
        detail: sayFinding(first),
        findings: findings.slice(0, mostFindings),
        count: findings.length,
      };
    const detail = this.#passed.get(id);
    const reason = this.#notChecked.get(id);
    if (reason === undefined && detail !== undefined) return { id, result: 'pass', detail };
    const code = reason?.code ?? 'not-reached';
    return { id, result: 'not-checked', code, detail: reason?.detail ?? sayVerificationCode(code) };
  }
}

function sayFinding({ code, file, other, entry }: Finding): string {
  const place = [file, other, entry === undefined ? undefined : `entry ${entry.index}`];
  const named = place.filter((part) => part !== undefined).join(', ');
  const sentence = sayVerificationCode(code);
  return named === '' ? sentence : `${sentence} (${named})`;
}
