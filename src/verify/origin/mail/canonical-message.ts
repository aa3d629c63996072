import { concatBytes } from '../../../base/bytes.ts';
import type { HeaderBlock } from './header-block.ts';

type Form = 'simple' | 'relaxed';

const [lf, cr, blank, tab] = [0x0a, 0x0d, 0x20, 0x09];

/** The forms of header and body that a `c=` tag names (RFC 6376 section 3.5); one that names no form of the body means `simple`. */
export function readForms(
  said = 'simple/simple',
): { readonly header: Form; readonly body: Form } | undefined {
  const found = /^(simple|relaxed)(?:\/(simple|relaxed))?$/i.exec(said.trim());
  if (found === null) return undefined;
  const form = (text: string | undefined): Form => (text?.toLowerCase() === 'relaxed' ? 'relaxed' : 'simple');
  return { header: form(found[1]), body: form(found[2]) };
}

/** The body with every line ended in CRLF, as it was sent, and whether that changed anything. */
export function withLineEnds(body: Uint8Array): { readonly bytes: Uint8Array; readonly changed: boolean } {
  const isBare = (at: number): boolean => at === 0 || body[at - 1] !== cr;
  let bare = 0;
  for (let at = body.indexOf(lf); at !== -1; at = body.indexOf(lf, at + 1)) if (isBare(at)) bare += 1;
  if (bare === 0) return { bytes: body, changed: false };
  const bytes = new Uint8Array(body.length + bare);
  let [length, from] = [0, 0];
  for (let at = body.indexOf(lf); at !== -1; at = body.indexOf(lf, at + 1)) {
    if (!isBare(at)) continue;
    bytes.set(body.subarray(from, at), length);
    length += at - from;
    bytes[length] = cr;
    length += 1;
    from = at;
  }
  bytes.set(body.subarray(from), length);
  return { bytes, changed: true };
}

/**
 * The body as it is hashed (RFC 6376 sections 3.4.3 and 3.4.4): without empty lines at its end; `relaxed` takes runs of blanks for one and
 * leaves out those at the end of a line.
 * @param body with CRLF at the end of each line
 */
export function canonicalBody(body: Uint8Array, form: Form): Uint8Array {
  const lines = form === 'relaxed' ? relaxedLines(body) : body;
  let end = lines.length;
  while (end >= 2 && lines[end - 1] === lf && lines[end - 2] === cr) end -= 2;
  if (end === 0 && form === 'relaxed') return new Uint8Array();
  return concatBytes(lines.subarray(0, end), Uint8Array.of(cr, lf));
}

function relaxedLines(body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length);
  let length = 0;
  let waiting = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === blank || byte === tab) {
      waiting = true;
      continue;
    }
    const endsLine = byte === cr && body[at + 1] === lf;
    if (waiting && !endsLine) {
      out[length] = blank;
      length += 1;
    }
    waiting = false;
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}

/**
 * What a signature is over (RFC 6376 section 3.7): the fields that it names, the last of a name first, then its own field without the
 * signature. Text with a character for each byte.
 * @param signature place of the signature's field among the fields of the header
 */
export function signedHeader(
  { fields }: HeaderBlock,
  signature: number,
  { covers, form }: { readonly covers: readonly string[]; readonly form: Form },
): string {
  const left = new Map<string, number[]>();
  for (const [place, { name }] of fields.entries()) {
    const lower = name.toLowerCase();
    const places = left.get(lower);
    if (places === undefined) left.set(lower, [place]);
    else places.push(place);
  }
  const lines: string[] = [];
  for (const name of covers) {
    const field = fields[left.get(name)?.pop() ?? -1];
    if (field !== undefined) lines.push(`${canonicalField(field, form)}\r\n`);
  }
  const own = fields[signature];
  // Its own value is left out, and nothing else of the field is.
  const unsigned = (own?.value ?? '').replace(/((?:^|;)\s*b\s*=)[^;]*/, '$1');
  return lines.join('') + canonicalField({ name: own?.name ?? '', value: unsigned }, form);
}

function canonicalField({ name, value }: HeaderBlock['fields'][number], form: Form): string {
  if (form === 'simple') return `${name}:${value}`;
  const unfolded = value.replace(/\r\n/g, '').replace(/[ \t]+/g, ' ');
  return `${name.toLowerCase()}:${unfolded.replace(/^ | $/g, '')}`;
}
