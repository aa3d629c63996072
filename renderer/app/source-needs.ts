/** States of a source that nobody but the learner can mend. */
const wanting = new Set(['login-expired', 'refused', 'shows-less', 'held']);

/** Whether a source waits for the learner. */
export function needsLearner(source: { readonly state: string }): boolean {
  return wanting.has(source.state);
}
