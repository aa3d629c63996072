import type { HeaderBlock } from '../header-block.ts';

/** A message as its signer saw it: all lines end in CRLF, and the header ends in an empty line. */
export interface ForChecking {
  /** True if a line of the kept message ends otherwise. */
  readonly changed: boolean;
  /** The message with only these of its DKIM signatures under their name; the others, and ARC's, are given another. */
  showOnly(signatures: ReadonlySet<number>): Buffer;
}

export function withLineEnds(raw: Uint8Array, header: HeaderBlock): ForChecking {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const body = toCrlf(bytes.subarray(header.bodyStart));
  const lines = header.fields.map(({ name, value }) => ({ name, line: `:${value}\r\n` }));
  const head = bytes.subarray(0, header.bodyStart);
  return {
    changed: body.changed || toCrlf(head).changed,
    showOnly: (signatures) => {
      let met = -1;
      const text = lines.map(({ name, line }) => {
        const lower = name.toLowerCase();
        if (lower === 'dkim-signature') met += 1;
        const hidden = lower.startsWith('arc-') || (lower === 'dkim-signature' && !signatures.has(met));
        return `${hidden ? `X${name.slice(1)}` : name}${line}`;
      });
      return Buffer.concat([Buffer.from(`${text.join('')}\r\n`, 'latin1'), body.bytes]);
    },
  };
}

function toCrlf(bytes: Buffer): { readonly bytes: Buffer; readonly changed: boolean } {
  let bare = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1))
    if (at === 0 || bytes[at - 1] !== 0x0d) bare += 1;
  if (bare === 0) return { bytes, changed: false };
  const out = Buffer.allocUnsafe(bytes.length + bare);
  let length = 0;
  let from = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    if (at > 0 && bytes[at - 1] === 0x0d) continue;
    length += bytes.copy(out, length, from, at);
    out[length] = 0x0d;
    length += 1;
    from = at;
  }
  bytes.copy(out, length, from);
  return { bytes: out, changed: true };
}
