/** Needs of the learner that were already told, and when (milliseconds). */
export type Told = Readonly<Record<string, number>>;

/** The same need is told again after a day at the soonest. */
const againAfter = 24 * 60 * 60 * 1000;
/** Of what can wait, at most once a week: a second copy that grows old. */
const reminderAfter = 7 * againAfter;

/**
 * Which needs are to be told now, and what to remember. A need that went away is forgotten, so that it is told at once if it comes back;
 * what the practice provider needs is nobody's worry.
 */
export function judgeNeeds(
  outlook: {
    readonly needs: readonly string[];
    readonly reminders?: readonly string[];
    readonly practice: boolean;
  },
  told: Told,
  now: number,
): { readonly tell: readonly string[]; readonly told: Told } {
  if (outlook.practice) return { tell: [], told };
  const needs = new Set(outlook.needs);
  const codes = [...new Set([...needs, ...(outlook.reminders ?? [])])];
  const tell = codes.filter(
    (code) =>
      now - (told[code] ?? Number.NEGATIVE_INFINITY) >= (needs.has(code) ? againAfter : reminderAfter),
  );
  return {
    tell,
    told: Object.fromEntries(codes.map((code) => [code, tell.includes(code) ? now : (told[code] ?? now)])),
  };
}
