/** What the learner hands over themselves. Nobody asks such a source again, so it is never late, and a sync leaves it alone. */
const keptByHand: ReadonlySet<string> = new Set(['files', 'portal', 'import']);

export function isKeptByHand(source: { readonly type: string }): boolean {
  return keptByHand.has(source.type);
}
