/** The same members without those that may be undefined. */
export type Present<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined> };

/** Leaves out members that are undefined; undefined itself if none is left. */
export function present<Members extends object>(members: Members): Present<Members> | undefined {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined);
  // Object.fromEntries forgets the names; they are those of `members`.
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as Present<Members>);
}
