/** An address without what opens a session, and the names of what was taken out. */
export interface CleanAddress {
  readonly address: string;
  readonly removed: readonly string[];
}

/** Names of parameters whose values are keys, tickets or signatures, whatever their case. */
const secretNames: ReadonlySet<string> = new Set([
  'apikey',
  'assertion',
  'auth',
  'authorization',
  'bearer',
  'code',
  'code_verifier',
  'credential',
  'credentials',
  'hmac',
  'jwt',
  'key',
  'key-pair-id',
  'nonce',
  'otp',
  'pass',
  'passport',
  'passwd',
  'policy',
  'privatekey',
  'pwd',
  'relaystate',
  'samlart',
  'samlrequest',
  'samlresponse',
  'se',
  'sesskey',
  'sid',
  'sig',
  'sign',
  'signature',
  'skoid',
  'sktid',
  'state',
  'sv',
  'ticket',
  'verifier',
]);
/** Parts of names that are never anything else. */
const secretParts =
  /token|secret|passw|session|signature|credential|verifier|api[_-]?key|access[_-]?key|csrf|xsrf/i;
/** Everything that signed addresses of stores add, their dates included: they differ every time. */
const signedStores = /^x-(?:amz|goog|oss|cos)-/i;

/**
 * Takes user name, password, fragment and every parameter out of an address that may open a session or a file by itself. What is
 * left names the same thing at the next visit, so it also serves as a key. The order of what is left stays.
 *
 * Throws a TypeError for what is no address.
 */
export function cleanAddress(text: string): CleanAddress {
  const url = new URL(text);
  const removed = new Set<string>();
  if (url.username !== '' || url.password !== '') removed.add('user-name-in-address');
  url.username = '';
  url.password = '';
  if (/[=&]/.test(url.hash) && /token|code|state/i.test(url.hash)) removed.add('token-in-fragment');
  url.hash = '';
  const kept: string[] = [];
  // By hand, so that what stays is byte for byte as it was; URLSearchParams writes blanks and brackets anew.
  for (const pair of url.search.slice(1).split('&')) {
    const name = decoded(pair.split('=')[0] ?? '');
    if (isSecret(name)) removed.add(name.slice(0, 64));
    else kept.push(pair);
  }
  url.search = kept.join('&');
  url.pathname = url.pathname
    .replace(/;(jsessionid|phpsessid|sid)=[^/;]*/gi, (_whole, name: string) => {
      removed.add(name.toLowerCase());
      return '';
    })
    .replace(/(\/tokenpluginfile\.php\/)[0-9A-Za-z]{16,}(?=\/|$)/, (_whole, before: string) => {
      removed.add('key-in-path');
      return `${before}-`;
    });
  return { address: url.href, removed: [...removed].sort() };
}

function isSecret(name: string): boolean {
  const plain = name.toLowerCase();
  return secretNames.has(plain) || secretParts.test(plain) || signedStores.test(plain);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
