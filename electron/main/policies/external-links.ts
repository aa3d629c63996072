import { safeParseUrl } from './safe-parse-url.ts';

/** A web address that may be shown in the learner's browser once they agree. */
export interface ExternalLink {
  readonly url: string;
  /** What the question names: the host, in the form that cannot pretend to be another (punycode). */
  readonly host: string;
}

/**
 * A link that may leave the app: https alone, to a named public host, with no credentials and no odd port. Undefined for all else.
 * What is not written in plain ASCII without spaces was meant to deceive some parser.
 */
export function safeParseExternalLink(text: string): ExternalLink | undefined {
  if (text.length > 2000 || !/^https:\/\/(?![/?#])[\x21-\x7e]+$/iu.test(text) || text.includes('\\'))
    return undefined;
  const url = safeParseUrl(text);
  if (url?.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '' || url.port !== '') return undefined;
  if (!/^(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/u.test(url.hostname)) return undefined;
  if (/(?:^|\.)(?:localhost|local|internal|lan|home|arpa)$/u.test(url.hostname)) return undefined;
  return { url: url.href, host: url.hostname };
}
