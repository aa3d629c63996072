import { saidThing, withoutRepeats, type SaidKind, type SaidThing } from './said-thing.ts';

/** Properties of XMP (ISO 16684-1) that say who, where and with what; as an element or as an attribute. */
const properties: Readonly<Record<string, SaidKind>> = {
  'dc:creator': 'author',
  'dc:contributor': 'author',
  'dc:rights': 'author',
  'dc:title': 'title',
  'dc:description': 'words',
  'photoshop:City': 'place',
  'photoshop:Country': 'place',
  'photoshop:AuthorsPosition': 'author',
  'xmp:CreatorTool': 'program',
  'xmp:CreateDate': 'time',
  'xmp:ModifyDate': 'time',
  'exif:GPSLatitude': 'place',
  'exif:GPSLongitude': 'place',
};
const longest = 1_000_000;

/** Something of what an XMP packet says; that there is one, at least. Never throws. */
export function readXmp(bytes: Uint8Array): SaidThing[] {
  const text = new TextDecoder().decode(bytes.subarray(0, longest));
  const said = Object.entries(properties).flatMap(([name, kind]) => [
    ...valuesBetween(text, `<${name}`, `</${name}>`).flatMap((value) => saidThing(kind, plainText(value))),
    ...valuesBetween(text, ` ${name}="`, '"').flatMap((value) => saidThing(kind, plainText(value))),
  ]);
  return said.length === 0 ? saidThing('other', 'XMP') : withoutRepeats(said);
}

/** Stretches of a text between two marks, without looking at anything twice. */
function valuesBetween(text: string, begin: string, end: string): string[] {
  const found: string[] = [];
  let at = text.indexOf(begin);
  while (at >= 0 && found.length < 20) {
    const from = at + begin.length;
    const to = text.indexOf(end, from);
    if (to < 0) break;
    found.push(text.slice(from, Math.min(to, from + 5000)));
    at = text.indexOf(begin, to);
  }
  return found;
}

function plainText(xml: string): string {
  // What is left of the opening tag goes too.
  const inner = xml.includes('>') ? xml.slice(xml.indexOf('>') + 1) : xml;
  return inner
    .replaceAll(/<[^<>]*>/gu, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
