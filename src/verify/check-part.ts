import { encodeHex } from '../base/bytes.ts';
import { otherPart, sayPart, type BundleSet } from '../bundle/bundle-set.ts';
import { paths } from '../bundle/layout.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { CountedAttempts } from './count-attempts.ts';
import type { PartAttempts, PartReport } from './part-report.ts';
import type { BundleLayout } from './read-layout.ts';
import { sayVerificationCode } from './verification-codes.ts';

/**
 * A part of a split export is a bundle like any other, but what it does not hold may be in the others: alone it never shows that nothing is
 * missing (rules PS1 to PS3).
 * @returns undefined for a bundle that is no part
 */
export function checkPart(
  { document, logs, tags }: BundleLayout,
  roots: ReadonlyMap<string, Uint8Array>,
  counted: CountedAttempts | null,
  sheet: CheckSheet,
): PartReport | undefined {
  const { set } = document;
  if (set === undefined) return undefined;
  const { part, parts } = set;
  const own = parts[part - 1];
  const isOwn =
    own?.bundle === document.bundle &&
    own.manifest === tags.sha256.get(paths.manifest256) &&
    own.items === document.items.length &&
    new Set(parts.map(({ bundle }) => bundle)).size === parts.length;
  if (!isOwn) sheet.fail('completeness', { code: 'part-differs', file: paths.bundle });
  sheet.notChecked('completeness', 'part-of-set', `${sayVerificationCode('part-of-set')} ${sayOthers(set)}`);
  return {
    part,
    parts,
    heads: logs.flatMap(({ log, size }) => {
      const root = roots.get(log);
      return root === undefined ? [] : [{ log, size, root: encodeHex(root) }];
    }),
    attempts: counted === null ? null : attemptsOf(counted),
    missing: document.missing.filter(({ why }) => why !== otherPart).length,
  };
}

/** Parts that one sentence names; the report has all of them. */
const mostNamed = 20;

function sayOthers(set: BundleSet): string {
  const others = set.parts.flatMap(({ bundle }, at) => (at + 1 === set.part ? [] : [bundle]));
  const more = others.length > mostNamed ? [`and ${others.length - mostNamed} more`] : [];
  return `This is part ${sayPart(set)}; the others are ${[...others.slice(0, mostNamed), ...more].join(', ')}.`;
}

function attemptsOf({
  closedAt,
  chains,
  shown,
  names,
  others,
  uncounted,
  unopened,
}: CountedAttempts): PartAttempts {
  return {
    closedAt,
    chains: chains.map((chain) => {
      const name = chain.assignment === undefined ? undefined : names.get(chain.assignment);
      return { chain, ...(name === undefined ? {} : { name }), shown: shown.get(chain.chain) ?? [] };
    }),
    others,
    uncounted,
    unopened,
  };
}
