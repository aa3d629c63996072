import { Parser } from 'htmlparser2';

/** Elements that say how a text is laid out; everything else is left out, and its words stay. */
const kept: ReadonlySet<string> = new Set(
  'abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead tr u ul var wbr'.split(
    ' ',
  ),
);
const empty: ReadonlySet<string> = new Set(['br', 'hr', 'col', 'wbr']);
/** What stands in these is no text. */
const silent: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'svg',
  'math',
  'object',
]);
const attributes: ReadonlySet<string> = new Set(['colspan', 'rowspan', 'start', 'lang', 'dir', 'scope']);

/**
 * A piece of a portal's HTML as a document of its own that loads nothing, runs nothing and leads nowhere: for people to read in many
 * years. Links become their words and their address; a picture is put in if its bytes are given, and named if not.
 * @param pictureOf a `data:` address for the address of a picture
 */
export function inertDocument(
  title: string,
  html: string,
  pictureOf: (address: string) => string | undefined,
): string {
  const out: string[] = [];
  let quiet = 0;
  const links: string[] = [];
  const parser = new Parser({
    onopentag: (name, given) => {
      if (silent.has(name)) quiet += 1;
      if (quiet > 0) return;
      if (name === 'a') links.push(given.href ?? '');
      if (name === 'img') out.push(pictureTag(given, pictureOf));
      if (['iframe', 'video', 'audio', 'embed'].includes(name) && given.src !== undefined)
        out.push(` [${escape(given.src)}] `);
      if (!kept.has(name)) return;
      const said = Object.entries(given)
        .filter(([attribute]) => attributes.has(attribute))
        .map(([attribute, value]) => ` ${attribute}="${escape(value)}"`);
      out.push(`<${name}${said.join('')}>`);
    },
    ontext: (text) => {
      if (quiet === 0) out.push(escape(text));
    },
    onclosetag: (name) => {
      if (silent.has(name)) {
        quiet -= 1;
        return;
      }
      if (quiet > 0) return;
      if (name === 'a') {
        const address = links.pop() ?? '';
        if (/^(?:https?:|mailto:|\/)/i.test(address)) out.push(` [${escape(address)}]`);
      }
      if (kept.has(name) && !empty.has(name)) out.push(`</${name}>`);
    },
  });
  parser.end(html);
  return [
    '<!doctype html>',
    '<html>',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:">`,
    `<title>${escape(title)}</title>`,
    '</head>',
    `<body>${out.join('')}</body>`,
    '</html>',
    '',
  ].join('\n');
}

function pictureTag(
  { src = '', alt = '' }: Readonly<Record<string, string>>,
  pictureOf: (address: string) => string | undefined,
): string {
  const data = pictureOf(src);
  return data === undefined
    ? ` [${escape(alt === '' ? src : alt)}] `
    : `<img src="${data}" alt="${escape(alt)}">`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
