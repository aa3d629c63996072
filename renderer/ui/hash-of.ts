/** The hash of a place, from `/home`, `home` or `#/home`. */
export function hashOf(to: string): string {
  return `#/${to.replace(/^#?\/*/u, '')}`;
}
