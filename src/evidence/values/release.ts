import { z } from 'zod';

/**
 * Why a grade or feedback counts as released to the learner, or not, and which of the two that reason allows.
 * 'Graded' is not 'released': a portal may hold a mark that the learner is not to see yet.
 */
const reasons = {
  /** The source displays it to the learner (Moodle: `gradefordisplay` is not null). */
  'shown-to-learner': true,
  /** The source says that it was posted (Canvas). */
  posted: true,
  /** The learner entered it or brought it in themselves. */
  'given-by-learner': true,
  /** It stands in a document, message or credential that the provider handed out. */
  'in-document': true,
  /** The source says something of it, and does not display it to the learner. */
  'not-shown': false,
  'blind-marking': false,
  'in-marking-workflow': false,
  'hidden-in-gradebook': false,
  'not-posted': false,
  /** There is no grade to release: never given, or cleared. */
  'no-grade': false,
} as const;

export type ReleaseReason = keyof typeof reasons;
const reasonSchema = z.enum(Object.keys(reasons) as [ReleaseReason, ...ReleaseReason[]]);

/** Two properties of their own, so that each can be disclosed alone. */
export const releaseShape = {
  released: z.boolean(),
  releasedBecause: reasonSchema,
};

/** True if the reason allows this answer; nothing unreleased can be written down as released by mistake. */
export function isReleaseSound(record: { released: boolean; releasedBecause: ReleaseReason }): boolean {
  return reasons[record.releasedBecause] === record.released;
}

export const releaseRule = { error: 'the reason does not fit the answer', path: ['releasedBecause'] };
