import { SaxesParser } from 'saxes';

import { parseUtf8, utf8 } from '../../../../base/bytes.ts';
import { VaultError } from '../../../../base/errors.ts';
import { credentialLimits } from '../limits.ts';
import type { Baked } from './png.ts';

/** Where the element of the credential lies, by version of the standard. */
const elements: ReadonlyMap<string, Baked['keyword']> = new Map([
  ['https://purl.imsglobal.org/ob/v3p0 credential', 'openbadgecredential'],
  ['http://openbadges.org assertion', 'openbadges'],
]);

/**
 * The credential that is baked into an SVG (Open Badges 3.0 section 5.3.2: one `openbadges:credential`, with a compact JWS in
 * `verify`, or with JSON inside; before that `openbadges:assertion`). Read as strict XML: no entity is expanded but XML's own five,
 * nothing is fetched, and what stands after the credential must be sound as well.
 *
 * Throws `format.malformed` for what is no SVG or holds two of them; `input.too-large`.
 * @returns undefined for an SVG without one
 */
export function findBakedInSvg(bytes: Uint8Array): Baked | undefined {
  const text = parseUtf8(bytes);
  const parser = new SaxesParser({ xmlns: true, position: false });
  let found: Baked | undefined;
  let inside: { readonly keyword: Baked['keyword']; readonly depth: number; text: string } | undefined;
  let depth = 0;
  let seen = 0;

  const keep = (keyword: Baked['keyword'], baked: string): void => {
    if (utf8(baked).length > credentialLimits.text)
      throw new VaultError('input.too-large', { limit: credentialLimits.text });
    if (found?.keyword === keyword) throw malformed('svg-two-credentials');
    if (found === undefined || keyword === 'openbadgecredential') found = { keyword, text: baked };
  };

  parser.on('error', () => {
    throw malformed('svg');
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    seen += 1;
    if (seen === 1 && tag.local !== 'svg') throw malformed('svg-root');
    if (seen > credentialLimits.elements || depth > credentialLimits.elementDepth)
      throw malformed('svg-elements');
    const keyword = elements.get(`${tag.uri} ${tag.local}`);
    if (keyword === undefined || inside !== undefined) return;
    const verify = tag.attributes.verify?.value ?? '';
    if (verify.trim() !== '') keep(keyword, verify.trim());
    else inside = { keyword, depth, text: '' };
  });
  const add = (piece: string): void => {
    if (inside !== undefined) inside.text += piece;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    if (inside?.depth === depth) {
      keep(inside.keyword, inside.text.trim());
      inside = undefined;
    }
    depth -= 1;
  });
  parser.write(text.startsWith('\ufeff') ? text.slice(1) : text).close();
  return found;
}

function malformed(what: string): VaultError {
  return new VaultError('format.malformed', { what });
}
