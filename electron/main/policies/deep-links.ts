/** Where a link from outside may lead: places of the app, with nothing to carry along. */
const places: Readonly<Record<string, string>> = {
  home: '/home',
  evidence: '/evidence',
  sources: '/sources',
  course: '/course',
  send: '/send',
  verify: '/verify',
  health: '/health',
  settings: '/settings',
};

/**
 * The route that an `evidence-vault:` link leads to; undefined for every link that is not exactly one of the table's, with or without
 * slashes. Such a link comes from anywhere, so it may navigate and nothing else: no parameters, no ids, no actions.
 */
export function safeParseDeepLink(text: string): string | undefined {
  const [, place] = /^evidence-vault:(?:\/\/)?([a-z]{1,20})\/?$/iu.exec(text) ?? [];
  if (place === undefined) return undefined;
  const name = place.toLowerCase();
  return Object.hasOwn(places, name) ? places[name] : undefined;
}
