import { parseUtf8, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { sayPart, type BundleSet } from './bundle-set.ts';

export interface BagInfo {
  readonly bundleId: string;
  readonly madeAt: string;
  readonly app: string;
  readonly practice: boolean;
  readonly set?: BundleSet | undefined;
  /** Bytes and number of all payload files. */
  readonly payload: { readonly bytes: number; readonly files: number };
}

/** `bag-info.txt` (RFC 8493 section 2.2.2). */
export function encodeBagInfo(info: BagInfo): Uint8Array {
  const lines = [
    ...(info.set === undefined
      ? []
      : [
          ['Bag-Count', sayPart(info.set)],
          ['Bag-Group-Identifier', groupOf(info.set)],
        ]),
    ['Bag-Software-Agent', info.app],
    ['Bagging-Date', info.madeAt.slice(0, 10)],
    ['External-Identifier', info.bundleId],
    ['Payload-Oxum', encodeOxum(info.payload)],
  ];
  if (info.practice) lines.push(['Internal-Sender-Description', 'PRACTICE: made from invented data']);
  return utf8(lines.map(([label = '', value = '']) => `${label}: ${value}\n`).join(''));
}

/** The set's name for tools that know bags alone: the id of its first part. */
export function groupOf({ parts }: BundleSet): string {
  return parts[0]?.bundle ?? '';
}

/** Number of bytes and files of the payload, as `Payload-Oxum` says them. */
export function encodeOxum(payload: BagInfo['payload']): string {
  return `${payload.bytes}.${payload.files}`;
}

/** The labels and values. One line each, no label twice. Throws `format.malformed`. */
export function parseBagInfo(bytes: Uint8Array): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const text = parseUtf8(bytes);
  if (!text.endsWith('\n')) throw new VaultError('format.malformed', { what: 'bag-info' });
  for (const line of text.slice(0, -1).split('\n')) {
    const [, label, value] = /^([A-Za-z-]+): (\S.*)$/.exec(line) ?? [];
    if (label === undefined || value === undefined || found.has(label))
      throw new VaultError('format.malformed', { what: 'bag-info' });
    found.set(label, value);
  }
  return found;
}
