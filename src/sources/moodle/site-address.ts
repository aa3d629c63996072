import { VaultError } from '../../base/errors.ts';

/** First folders of Moodle's own pages: a site lies above them. */
const ownFolders =
  /^(?:admin|auth|blocks?|calendar|course|enrol|grade|group|lib|local|login|message|mod|my|pluginfile\.php|report|theme|user|webservice)$/;

/**
 * Where a site may lie that somebody names by its address, the address of one of its pages, or without `https://`: the
 * likeliest first. Queries and fragments are dropped; they may hold secrets.
 *
 * Throws `source.not-moodle` for what is no web address at all.
 */
export function siteCandidates(entered: string): URL[] {
  const text = entered.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const starts = withScheme ? [text] : [`https://${text}`, `http://${text}`];
  return starts.flatMap((start) => foldersOf(parseAddress(start)));
}

function parseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.hostname === '')
    throw new VaultError('source.not-moodle', { reason: 'not-an-address' });
  return new URL(url.pathname, url.origin);
}

/** The folder above the first one of Moodle's own, then every other folder from the deepest to the root. */
function foldersOf(url: URL): URL[] {
  const parts = url.pathname.split('/').filter((part) => part !== '');
  if (/\.(?:php|html?|aspx?)$/i.test(parts.at(-1) ?? '')) parts.pop();
  const own = parts.findIndex((part) => ownFolders.test(part));
  const depths = new Set(own < 0 ? [] : [own]);
  for (let depth = Math.min(parts.length, deepest); depth >= 0; depth -= 1) depths.add(depth);
  return [...depths].map((depth) => new URL(`/${parts.slice(0, depth).join('/')}`, url));
}

const deepest = 4;

/** True for an address of this very computer, where nobody listens in on plain HTTP. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(url.hostname);
}
