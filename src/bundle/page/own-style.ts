import { encodeBase64, utf8 } from '../../base/bytes.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { Markup } from './markup.ts';
import { pageStyle } from './style.ts';

/** The one style of a page that stands alone, and the content security policy that allows it, by digest, and nothing else. */
export function ownStyle(hashes: HashPort): { readonly policy: string; readonly style: Markup } {
  const digest = encodeBase64(hashes.sha256(utf8(pageStyle)));
  return {
    policy: `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    // Its digest is in the policy, so nothing, not even a blank, may come between the tags and the style.
    style: new Markup(`<style>${pageStyle}</style>`),
  };
}
