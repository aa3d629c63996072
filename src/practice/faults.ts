import type { DownloadCorruption } from './corruption.ts';
import type { RequestPattern } from './pattern.ts';
import { matchesPattern } from './pattern.ts';

/** What goes wrong with a request on its way. */
export type Fault =
  | { readonly kind: 'fail'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut'; readonly bytes: number }
  | { readonly kind: 'corrupt'; readonly how: DownloadCorruption };

/** How slow: bytes of body a second, or a wait before each answer. */
export type Slowness = { readonly bytesPerSecond: number } | { readonly msPerRequest: number };

interface Rule {
  readonly pattern: RequestPattern;
  readonly fault: Fault;
  left: number;
}

/** The faults that are set, each for a pattern and a number of times. */
export class Faults {
  #rules: Rule[] = [];
  slowness: Slowness | undefined;

  add(pattern: RequestPattern, fault: Fault, times: number): void {
    this.#rules.push({ pattern, fault, left: times });
  }

  /** Takes one use of the first fault of this kind that is meant for the request. */
  take<Kind extends Fault['kind']>(kind: Kind, line: string): Extract<Fault, { kind: Kind }> | undefined {
    for (const rule of this.#rules) {
      if (rule.left <= 0 || !isOfKind(rule.fault, kind) || !matchesPattern(rule.pattern, line)) continue;
      rule.left -= 1;
      return rule.fault;
    }
    return undefined;
  }

  clear(): void {
    this.#rules = [];
    this.slowness = undefined;
  }
}

function isOfKind<Kind extends Fault['kind']>(
  fault: Fault,
  kind: Kind,
): fault is Extract<Fault, { kind: Kind }> {
  return fault.kind === kind;
}
