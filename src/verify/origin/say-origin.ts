import { sayVerificationCode } from '../verification-codes.ts';
import type { ItemOrigin, ItemResult, Standing } from '../verification-report.ts';

/** What stands behind an item, in words. */
export function sayStanding({ standing, origin = [] }: Pick<ItemResult, 'standing' | 'origin'>): string {
  const by = origin.find(({ result }) => result === 'pass')?.by ?? '';
  switch (standing) {
    case 'signed':
      return `signed by the provider (${by})`;
    case 'from':
      return `from the provider (${by})`;
    case 'kept':
      return 'kept by the vault';
    case 'stated':
      return 'stated by the learner';
    case 'none':
      return 'not proven';
  }
}

/** What each standing leaves open; a verifier that shows a standing shows this too. */
export const standingLeavesOpen: Readonly<Record<Exclude<Standing, 'none'>, string>> = {
  signed:
    'Signed by the provider: a key that you trust signed just what is named as signed. It does not show who did the work, or that the learner is who the record means.',
  from: 'From the provider: the mail domain that you trust sent this e-mail as it stands. It does not show who there wrote it, or that what it says is true.',
  kept: 'Kept by the vault: it came into this vault as it is here. It does not show who made it.',
  stated: 'Stated by the learner: it is the learner’s own word, and nothing more.',
};

const covered: Readonly<Record<NonNullable<ItemOrigin['covers']>, string>> = {
  file: 'the file, byte for byte',
  credential: 'what the credential in the file says',
  record: 'issuer, subject, achievement, results and dates',
  grade: 'value and title of the grade',
  message: 'the whole e-mail',
  header: 'sender, subject and date',
  attachment: 'the attached file, byte for byte',
};

/** One proof in a sentence or two: what it is of, or why it does not count. */
export function sayOrigin({ proof, result, code, by, covers }: ItemOrigin): string {
  if (result === 'pass') return `Signed: ${covers === undefined ? proof : covered[covers]}.`;
  const named = by === undefined ? '' : ` (${by})`;
  return code === undefined ? proof : `${sayVerificationCode(code)}${named}`;
}

/** Standings of items, each with how many have it and the strongest first. */
export function countStandings(
  items: readonly ItemResult[],
): readonly { readonly said: string; readonly standing: Standing; readonly items: number }[] {
  const groups = Map.groupBy(items, sayStanding);
  return [...groups]
    .map(([said, group]) => ({ said, standing: group[0]?.standing ?? 'none', items: group.length }))
    .toSorted((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
}

const order: readonly Standing[] = ['signed', 'from', 'kept', 'stated', 'none'];
