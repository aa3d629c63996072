import type { JsonValue } from '../../base/json.ts';
import { objectOf, textOf } from '../../bundle/readable-json.ts';
import { latin1 } from './mail/header-block.ts';
import type { OriginNotes } from './origin-notes.ts';
import type { ShownItem, ShownItems } from './shown-items.ts';

/** Larger PDFs are not looked into: nothing is proven by it. */
const largestPdf = 4 * 1024 * 1024;

/** Notes what is no proof and may still help: that a PDF is signed, and which portal the vault says an item came from (rules O15 and O16). */
export async function noteOthers(items: ShownItems, notes: OriginNotes): Promise<void> {
  for (const item of items.all) {
    if (await isSignedPdf(items, item))
      notes.add(item, {
        proof: 'signed-pdf',
        result: 'not-checked',
        code: 'signed-pdf-noted',
        covers: 'file',
      });
    const host = hostOf(item.view.fields.provenance);
    if (host !== undefined)
      notes.add(item, { proof: 'portal', result: 'not-checked', code: 'portal-said', by: host });
  }
}

/** A signature dictionary (ISO 32000-2 section 12.8.1) stands in the clear: its byte range has to be found before anything is unpacked. */
async function isSignedPdf(items: ShownItems, item: ShownItem): Promise<boolean> {
  if (item.path?.endsWith('.pdf') !== true) return false;
  const bytes = await items.read(item, largestPdf);
  if (bytes === undefined) return false;
  const text = latin1(bytes);
  return text.startsWith('%PDF-') && /\/ByteRange\s*\[/.test(text) && text.includes('/Contents');
}

/** The host that a web answer came from, in the vault's words. */
function hostOf(value: JsonValue | undefined): string | undefined {
  const provenance = objectOf(value);
  const address = textOf(provenance?.address);
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, hostname } = new URL(address);
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '' ? hostname : undefined;
}
