import { sentenceOf } from '../base/error-codes.ts';
import { isoTime } from '../base/clock.ts';
import type { MissingItem } from '../bundle/bundle-input.ts';
import type { ItemRow, VersionPlace } from '../store/index/item-queries.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import type { OpenVault } from './vault-context.ts';

/** Why something is missing from a bundle, where no error code says it. */
export const missingReasons = {
  excluded: 'The learner left this out of the bundle.',
  notGivenOut: 'The provider had not given this out when it was last looked at.',
  notAnswered: 'This was handed in. No grade or feedback had been given out when it was last looked at.',
  earlierKept: 'An earlier version is in this bundle.',
  goneBefore: 'The portal no longer has this. It was gone before it could be kept.',
  lastSeen: 'What it gave out after {day} is not known.',
  otherPart: 'Its file is in another part of this set.',
  erased: 'The learner erased this from the vault.',
  neverSeen: 'Nothing was ever copied from it.',
} as const;

/** Pulls that are looked at to find since when a portal is away. */
const mostPulls = 1000;

/** What was chosen and will not be found, or not whole: failed to download, never released, gone before it was kept, damaged. */
export function missingOf(vault: OpenVault, item: ItemRow, versions: readonly VersionPlace[]): MissingItem[] {
  const found: MissingItem[] = [];
  const about = { item: item.id, what: item.name };
  if (item.gone !== undefined && item.versions === 0) {
    const { goneBefore } = missingReasons;
    found.push({ ...about, code: 'gone', why: 'gone', reason: goneBefore, noticedAt: item.gone.at });
  } else if (item.failed !== undefined) {
    const { code, at } = item.failed;
    const earlier = item.versions === 0 ? '' : ` ${missingReasons.earlierKept}`;
    found.push({ ...about, code, why: 'failed', reason: sentenceOf(code) + earlier, noticedAt: at });
  }
  if (item.released === false && item.gone === undefined)
    found.push({
      ...about,
      code: 'not-released',
      why: 'not-released',
      reason: missingReasons.notGivenOut,
      noticedAt: item.capturedAt ?? isoTime(vault.clock),
    });
  for (const version of versions) {
    if (version.content === undefined || version.stored) continue;
    const code = 'integrity.blob-missing';
    found.push({
      item: item.id,
      what: version.name,
      code,
      why: 'damaged',
      reason: sentenceOf(code),
      noticedAt: isoTime(vault.clock),
    });
  }
  return found;
}

/**
 * Attempts that were handed in and for which no grade or feedback had been given out.
 * @param answers where answers are looked for: what was asked for, left out or not, since a grade that is left out was given out
 */
export function unanswered(
  vault: OpenVault,
  chosen: readonly ItemRow[],
  answers: readonly ItemRow[],
): MissingItem[] {
  const answered = new Set(
    answers.flatMap(({ kind, released, attemptItem }) =>
      (kind === 'grade' || kind === 'feedback') && released !== undefined && attemptItem !== undefined
        ? [attemptItem]
        : [],
    ),
  );
  return chosen.flatMap(({ id, kind, name, status, capturedAt }): MissingItem[] =>
    kind === 'attempt' && status === 'submitted' && !answered.has(id)
      ? [
          {
            item: id,
            what: name,
            code: 'not-released',
            why: 'not-released',
            reason: missingReasons.notAnswered,
            noticedAt: capturedAt ?? isoTime(vault.clock),
          },
        ]
      : [],
  );
}

const excludedNames: Readonly<Record<string, string>> = {
  assignment: 'An assignment',
  attempt: 'An attempt',
  submission: 'A submission',
  document: 'A file',
  feedback: 'Feedback',
  grade: 'A grade',
  message: 'A message',
};

/**
 * What the learner left out by name. It is told by its kind and by the assignment that is shown, never by its own name: that may be the
 * very thing that nobody is to read.
 */
export function excludedOf(
  vault: OpenVault,
  excluded: readonly ItemRow[],
  shown: ReadonlySet<string>,
): MissingItem[] {
  return excluded.map(({ kind, assignmentItem }) => {
    const place =
      assignmentItem !== undefined && shown.has(assignmentItem)
        ? vault.index.items.find(assignmentItem)?.name
        : undefined;
    const what = excludedNames[kind] ?? 'Something';
    return {
      what: place === undefined ? what : `${what} (${place})`,
      code: 'excluded',
      why: 'excluded',
      reason: missingReasons.excluded,
      noticedAt: isoTime(vault.clock),
    };
  });
}

/**
 * What stays at home for its mark is told in one line, however much it is, and as if the learner had simply left it out: neither what it
 * is, nor where it belongs, nor that it was marked. Whoever reads the bundle learns only that it is not everything.
 */
export function flaggedOf(vault: OpenVault): MissingItem {
  return {
    what: 'Something',
    code: 'excluded',
    why: 'excluded',
    reason: missingReasons.excluded,
    noticedAt: isoTime(vault.clock),
  };
}

/**
 * What the learner erased that belonged to what is shown, or anything where everything was chosen: that it was, and when, without its name.
 *
 * @param shown ids of what the bundle shows; undefined where everything was chosen
 */
export function erasedOf(vault: OpenVault, shown: ReadonlySet<string> | undefined): MissingItem[] {
  return vault.index.erasures.list().flatMap(({ at, within }): MissingItem[] =>
    shown === undefined || within.some((id) => shown.has(id))
      ? [
          {
            what: 'Something',
            code: 'erased',
            why: 'erased',
            reason: missingReasons.erased,
            noticedAt: at,
          },
        ]
      : [],
  );
}

/** Portals that chosen items come from and that could not be copied from since: what came after nobody here knows. */
export function portalsAway(vault: OpenVault, chosen: readonly ItemRow[]): MissingItem[] {
  return [...new Set(chosen.map(({ source }) => source))].flatMap((id): MissingItem[] => {
    const source = vault.index.sources.find(id);
    const since = source === undefined ? undefined : awaySince(vault, source);
    if (source === undefined || since === undefined) return [];
    const { lastSuccess } = source;
    const after =
      lastSuccess === undefined
        ? missingReasons.neverSeen
        : missingReasons.lastSeen.replace('{day}', lastSuccess.slice(0, 'yyyy-mm-dd'.length));
    return [
      {
        what: source.name,
        code: since.code,
        why: 'portal-away',
        reason: `${sentenceOf(since.code)} ${after}`,
        noticedAt: since.at,
      },
    ];
  });
}

/** The first of the failed pulls that nothing good came after. */
function awaySince(vault: OpenVault, source: SourceRow): { code: string; at: string } | undefined {
  if (!isAway(source.lastSync)) return undefined;
  const pulls = vault.index.sources.syncs(source.id, mostPulls);
  const good = pulls.findIndex((pull) => !isAway(pull));
  const first = pulls.slice(0, good < 0 ? pulls.length : good).at(-1);
  return first === undefined
    ? undefined
    : { code: source.lastSync?.code ?? 'source.unreachable', at: first.at };
}

function isAway(pull: SourceRow['lastSync']): boolean {
  return (
    pull !== undefined && ['unreachable', 'login-expired', 'maintenance', 'refused'].includes(pull.state)
  );
}
