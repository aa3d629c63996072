import { Parser } from 'htmlparser2';

/** What stands in the place of an image: its bytes as a `data:` address, nothing (it only decorates), or words that say it is not kept. */
export type ImageInPlace = { readonly data: string } | 'decoration' | 'not-kept';

/** Elements that hold words, tables and answers; any other element goes and its words stay. */
const kept: ReadonlySet<string> = new Set(
  `abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
   fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li main mark ol
   option p pre q rp rt ruby s samp section select small span strong sub summary sup table tbody td textarea tfoot
   th thead time tr u ul var wbr`.split(/\s+/),
);
/** Elements that go with everything in them. */
const dropped: ReadonlySet<string> = new Set(
  'script style template noscript head title svg math canvas button map object applet frameset dialog'.split(
    ' ',
  ),
);
/** Elements that show something of elsewhere: their address is kept as words. */
const embedded: ReadonlySet<string> = new Set(['iframe', 'embed', 'video', 'audio', 'source', 'track']);
const hollow: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'input', 'wbr']);
/** Moodle's 'flag this question', which is no part of an attempt. */
const partsOfTheSite = /(?:^|\s)(?:questionflag|questionflagimage)(?:\s|$)/;

const attributes: ReadonlySet<string> = new Set(
  'alt checked colspan datetime dir lang reversed rowspan scope selected start title value'.split(' '),
);
const fields: ReadonlySet<string> = new Set(['radio', 'checkbox', 'text', 'number']);

/**
 * A piece of a portal's HTML as something that only shows: no scripts, styles, forms, frames or links that act, and nothing that is
 * fetched from anywhere. Words, structure, tables and the answers in fields stay; a link's address becomes words.
 *
 * @param image what to put in the place of an image
 */
export function inertHtml(html: string, image: (address: string) => ImageInPlace): string {
  const out: string[] = [];
  /** For each open element what closes it; undefined within what is dropped. */
  const open: (string | undefined)[] = [];
  let quiet = 0;
  const parser = new Parser(
    {
      onopentag: (name, given) => {
        if (quiet > 0 || dropped.has(name) || partsOfTheSite.test(given.class ?? '')) {
          quiet += 1;
          open.push(undefined);
          return;
        }
        const { before, after } = written(name, given, image);
        out.push(before);
        open.push(after);
      },
      ontext: (text) => {
        if (quiet === 0) out.push(escapeHtml(text));
      },
      onclosetag: () => {
        if (open.length === 0) return;
        const after = open.pop();
        if (after === undefined) quiet -= 1;
        else out.push(after);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return out.join('');
}

/** A link may carry the key of the session in which the answer was given. */
const secrets = /([?&](?:sesskey|token|wstoken)=)[^&#]*/gi;

function written(
  name: string,
  given: Readonly<Record<string, string>>,
  image: (address: string) => ImageInPlace,
): { readonly before: string; readonly after: string } {
  if (name === 'img') return { before: imageInPlace(given, image), after: '' };
  if (name === 'a') {
    const address = (given.href ?? '').replace(secrets, '$1');
    const after = /^(?:https?|mailto):/i.test(address) ? ` (${escapeHtml(address)})` : '';
    return { before: '<span>', after: `</span>${after}` };
  }
  if (embedded.has(name)) {
    const address = given.src ?? '';
    return { before: address === '' ? '' : notKept(name, address), after: '' };
  }
  if (!kept.has(name)) return { before: '', after: '' };
  if (name === 'input' && !fields.has((given.type ?? 'text').toLowerCase())) return { before: '', after: '' };
  const shown = Object.entries(given).flatMap(([attribute, value]) =>
    attributes.has(attribute) ? [` ${attribute}="${escapeHtml(value)}"`] : [],
  );
  if (name === 'input') shown.push(` type="${escapeHtml((given.type ?? 'text').toLowerCase())}"`);
  if (['input', 'select', 'textarea', 'option'].includes(name)) shown.push(' disabled');
  // A tick that is drawn by a font says what it means to those who cannot see it only.
  const label = given.role === 'img' ? (given['aria-label'] ?? '') : '';
  const words = label === '' ? '' : ` [${escapeHtml(label)}] `;
  return { before: `<${name}${shown.join('')}>${words}`, after: hollow.has(name) ? '' : `</${name}>` };
}

function imageInPlace(
  { src = '', alt = '' }: Readonly<Record<string, string>>,
  image: (address: string) => ImageInPlace,
): string {
  const found = src === '' ? 'decoration' : image(src);
  if (found === 'decoration') return escapeHtml(alt);
  if (found === 'not-kept') return notKept('image', alt === '' ? src : `${alt}: ${src}`);
  return `<img src="${escapeHtml(found.data)}" alt="${escapeHtml(alt)}">`;
}

function notKept(what: string, address: string): string {
  // An address may carry a token of the site's; whatever stands behind the question mark is not needed to name it.
  return `<span>[${escapeHtml(what)}, not kept here: ${escapeHtml(address.slice(0, 500).replace(/\?.*$/s, ''))}]</span>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A whole page that loads nothing and runs nothing, whatever is put into its body. */
export function inertPage(title: string, body: string): string {
  return [
    '<!DOCTYPE html>',
    '<html><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(title)}</title>`,
    '<style>body{font-family:sans-serif;max-width:48em;margin:1em auto;line-height:1.5}img{max-width:100%}table{border-collapse:collapse}td,th{border:1px solid;padding:.2em .5em;text-align:left}</style>',
    '</head><body>',
    body,
    '</body></html>',
    '',
  ].join('\n');
}
