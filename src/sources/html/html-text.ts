import { Parser } from 'htmlparser2';

/** Elements after which a reader's eye makes a stop. */
const breaking: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const silent: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript']);

/** The words of a piece of HTML as one line, for searching and comparing; references decoded, scripts and styles left out. */
export function textOfHtml(html: string): string {
  const words: string[] = [];
  let quiet = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (silent.has(name)) quiet += 1;
      if (breaking.has(name)) words.push(' ');
    },
    ontext: (text) => {
      if (quiet === 0) words.push(text);
    },
    onclosetag: (name) => {
      if (silent.has(name)) quiet -= 1;
      if (breaking.has(name)) words.push(' ');
    },
  });
  parser.end(html);
  return words.join('').replace(/\s+/g, ' ').trim();
}

/** The addresses of the images that a piece of HTML shows, in order, each once. */
export function imagesOfHtml(html: string): string[] {
  const addresses = new Set<string>();
  const parser = new Parser({
    onopentag: (name, { src }) => {
      if (name === 'img' && src !== undefined && src !== '') addresses.add(src);
    },
  });
  parser.end(html);
  return [...addresses];
}
