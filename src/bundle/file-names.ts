import type { BundleModel } from './bundle-model.ts';
import type { ItemFacts } from './item-facts.ts';
import { textOf } from './readable-json.ts';

/** Lower-case ASCII words joined by hyphens, of at most `longest` characters; empty if nothing of the text is left. */
export function slugOf(text: string, longest = 40): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.slice(0, longest).replace(/^-+|-+$/g, '');
}

/** An extension that is short and plain, with its dot; empty otherwise. */
function extensionOf(name: string): string {
  const [found] = /(?<=[^.])\.[A-Za-z0-9]{1,10}$/.exec(name) ?? [];
  return (found ?? '').toLowerCase();
}

const feedbackRoles: ReadonlySet<string | undefined> = new Set([
  'feedback-file',
  'feedback-image',
  'annotated-copy',
]);

/** Names that Windows keeps for devices. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[.-]|$)/;

/** A readable name for an item's file: `unit-3-attempt-2-report.pdf`. Not unique by itself. */
export function evidenceName(model: BundleModel, item: ItemFacts): string {
  const place = model.placeOf(item);
  const original = item.name ?? item.kind;
  const extension = extensionOf(original);
  const stem = slugOf(extension === '' ? original : original.slice(0, -extension.length));
  const parts = [
    unitPart(model, place.units[0]) ?? assignmentPart(model, place.assignment),
    place.number === undefined ? undefined : `attempt-${place.number}`,
    feedbackRoles.has(textOf(item.record.role)) ? 'feedback' : undefined,
    stem === '' ? 'file' : stem,
    item.version > 1 ? `version-${item.version}` : undefined,
  ];
  const name = parts.filter((part) => part !== undefined && part !== '').join('-');
  return `${deviceName.test(name) ? 'file-' : ''}${name}${extension}`;
}

function unitPart(model: BundleModel, id: string | undefined): string | undefined {
  const reference = textOf(model.findRecord(id)?.reference);
  if (reference === undefined) return undefined;
  const slug = slugOf(reference, 24);
  return slug.startsWith('unit') ? slug : `unit-${slug}`;
}

function assignmentPart(model: BundleModel, id: string | undefined): string | undefined {
  const title = textOf(model.findRecord(id)?.title);
  return title === undefined ? undefined : slugOf(title);
}

/** Hands out names that differ from all before, by a number before the extension. Names must be lower-case. */
export class UniqueNames {
  readonly #taken = new Set<string>();
  /** The number that was tried last for a name, so that a thousand files of one name are not counted through each time. */
  readonly #tried = new Map<string, number>();

  take(name: string): string {
    const extension = extensionOf(name);
    const stem = extension === '' ? name : name.slice(0, -extension.length);
    let candidate = name;
    let number = this.#tried.get(name) ?? 1;
    while (this.#taken.has(candidate)) {
      number += 1;
      candidate = `${stem}-${number}${extension}`;
    }
    this.#tried.set(name, number);
    this.#taken.add(candidate);
    return candidate;
  }
}
