import { z } from 'zod';

import { checkIds, type CheckId } from '../../../src/verify/verification-report.ts';
import type { VerificationCode } from '../../../src/verify/verification-codes.ts';
import { withFixedRandom } from './fixed-random.ts';

/** What a verifier must find. */
const expectedSchema = z.strictObject({
  verdict: z.enum(['pass', 'fail', 'incomplete']),
  check: z.enum(checkIds),
  result: z.enum(['pass', 'fail', 'not-checked']),
  code: z.string().exactOptional(),
  /** Of an item of the report, where the rule is about one. */
  item: z
    .strictObject({
      id: z.string(),
      result: z.enum(['pass', 'fail', 'not-checked']),
      code: z.string().exactOptional(),
      standing: z.enum(['signed', 'from', 'kept', 'stated', 'none']).exactOptional(),
      /** Why who made it is left open. */
      origin: z.string().exactOptional(),
    })
    .exactOptional(),
});

const rowSchema = z.strictObject({
  rule: z.string().regex(/^EV-\d{3}$/u),
  what: z.string(),
  file: z.string(),
  policy: z.string().exactOptional(),
  identity: z.string().exactOptional(),
  expectKey: z.string().exactOptional(),
  at: z.iso.datetime().exactOptional(),
  full: z.literal(true).exactOptional(),
  expected: expectedSchema,
});
export type Row = z.infer<typeof rowSchema>;
type Expected = Row['expected'];

export const indexSchema = z.strictObject({
  about: z.string(),
  format: z.literal(1),
  vectors: z.array(rowSchema),
});

/** Under what a bundle is judged. */
export type Asking = Pick<Row, 'policy' | 'identity' | 'expectKey' | 'at' | 'full'>;

/** Collects vectors and the files that they name. */
export class VectorSet {
  /** By path below the folder of vectors. */
  readonly files = new Map<string, Uint8Array>();
  readonly rows: Row[] = [];

  /** Adds a file; the same name always gets the same random bytes. */
  async file(path: string, make: () => Promise<Uint8Array> | Uint8Array): Promise<Uint8Array> {
    if (this.files.has(path)) throw new Error(`${path} comes twice`);
    const bytes = await withFixedRandom(path, async () => make());
    this.files.set(path, bytes);
    return bytes;
  }

  row(row: Row): void {
    if (!this.files.has(row.file)) throw new Error(`there is no ${row.file}`);
    this.rows.push(rowSchema.parse(row));
  }

  bytes(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw new Error(`there is no ${path}`);
    return bytes;
  }
}

/** The rules of one check, with the bundle that keeps them all. */
export class RuleGroup {
  readonly #set: VectorSet;
  readonly #check: CheckId;
  readonly #good: Asking & { readonly file: string };

  constructor(set: VectorSet, check: CheckId, good: Asking & { readonly file: string }) {
    this.#set = set;
    this.#check = check;
    this.#good = good;
  }

  /** A bundle in which a rule is kept: the check passes, unless it says otherwise. */
  keeps(
    rule: string,
    what = 'The rule is kept.',
    otherwise: Partial<Expected> & Asking & { file?: string } = {},
  ): void {
    const { verdict = 'incomplete', check = this.#check, result = 'pass', code, item, ...asking } = otherwise;
    this.#set.row({
      rule,
      what,
      ...this.#good,
      ...asking,
      expected: {
        verdict,
        check,
        result,
        ...(code === undefined ? {} : { code }),
        ...(item === undefined ? {} : { item }),
      },
    });
  }

  /** A rule is kept by the good bundle, and broken by this one, which fails with the code. */
  async broken(
    rule: string,
    code: VerificationCode,
    what: string,
    make: () => Promise<Uint8Array> | Uint8Array,
    asking: Asking & { readonly check?: CheckId } = {},
  ): Promise<void> {
    await this.#both(rule, { verdict: 'fail', result: 'fail', code }, what, make, asking);
  }

  /** A rule by which something is left open: not checked, with the code. */
  async open(
    rule: string,
    code: VerificationCode,
    what: string,
    make: (() => Promise<Uint8Array> | Uint8Array) | { readonly file: string },
    asking: Asking & { readonly check?: CheckId } = {},
  ): Promise<void> {
    await this.#both(rule, { verdict: 'incomplete', result: 'not-checked', code }, what, make, asking);
  }

  async #both(
    rule: string,
    expected: Omit<Expected, 'check'>,
    what: string,
    make: (() => Promise<Uint8Array> | Uint8Array) | { readonly file: string },
    { check = this.#check, ...asking }: Asking & { readonly check?: CheckId },
  ): Promise<void> {
    this.keeps(rule, 'The rule is kept.', { check });
    await this.other(rule, { ...expected, check }, what, make, { ...withoutFile(this.#good), ...asking });
  }

  /** One more bundle about a rule. */
  async other(
    rule: string,
    expected: Expected,
    what: string,
    make: (() => Promise<Uint8Array> | Uint8Array) | { readonly file: string },
    asking: Asking = {},
  ): Promise<void> {
    const file = typeof make === 'function' ? this.#freeName(rule, asking.identity !== undefined) : make.file;
    if (typeof make === 'function') await this.#set.file(file, make);
    this.#set.row({ rule, what, file, ...asking, expected });
  }

  #freeName(rule: string, locked: boolean): string {
    const end = locked ? '.zip.age' : '.zip';
    for (const letter of ['', 'b', 'c', 'd', 'e', 'f']) {
      const name = `rules/${rule}${letter}${end}`;
      if (!this.#set.files.has(name)) return name;
    }
    throw new Error(`too many of ${rule}`);
  }
}

function withoutFile({ file: _, ...asking }: Asking & { readonly file: string }): Asking {
  return asking;
}
