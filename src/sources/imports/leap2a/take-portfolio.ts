import type { JsonObject } from '../../../base/json.ts';
import type { Provenance } from '../../../evidence/provenance.ts';
import type { ItemResult, PullResult, Sink } from '../../source.ts';
import { archiveKey, takeArchive } from '../archive/archive-import.ts';
import { lastPart, type FileTree, type TreeFile } from '../file-tree.ts';
import type { Given } from '../given.ts';
import { takeItems } from '../take-items.ts';
import { failRefused, takeTreeFile } from '../tree-document.ts';
import { entryBytes, entryRecord } from './entry-document.ts';
import type { PlacedEntry, Portfolio } from './portfolio.ts';

export interface PortfolioParts {
  readonly given: Given;
  readonly tree: FileTree | undefined;
  /** The feed's own file; undefined for a feed that came alone. */
  readonly feedFile: TreeFile | undefined;
  readonly portfolio: Portfolio;
  readonly provenance: () => Provenance;
}

const feedType = 'application/atom+xml';

/** Takes a portfolio: the whole as it was handed out, the feed, each entry, each file, and word of each file that is not there. */
export async function takePortfolio(
  parts: PortfolioParts,
  sink: Sink,
  signal: AbortSignal,
): Promise<PullResult> {
  const { given, tree, feedFile, portfolio, provenance } = parts;
  const isArchive = given.kind === 'file' && tree !== undefined;
  const part: JsonObject = isArchive ? { partOf: sink.idOf(archiveKey) } : {};
  const files = (tree?.files ?? []).filter((file) => file !== feedFile && !portfolio.isOwned(file));
  const refused = tree?.refused ?? [];
  const total =
    1 +
    (isArchive ? 1 : 0) +
    portfolio.entries.length +
    files.length +
    portfolio.missing.size +
    refused.length;
  return takeItems({ sink, signal, total }, async (taker) => {
    if (isArchive) await taker.take(given.name, given.size, () => takeArchive(given, provenance(), sink));
    await taker.take(feedFile?.name ?? given.name, feedFile?.size ?? given.size, () =>
      takeFeed(parts, part, sink),
    );
    for (const placed of portfolio.entries)
      await taker.take(placed.entry.title, placed.file?.size ?? placed.entry.xml.length, () =>
        takeEntry(parts, placed, part, sink),
      );
    for (const file of files) {
      const holder = portfolio.attached.get(file.path);
      const record = holder === undefined ? part : { partOf: sink.idOf(holder) };
      const key = `file:${file.key}`;
      await taker.take(file.name, file.size, () =>
        takeTreeFile(sink, file, { key, provenance: provenance(), record }),
      );
    }
    for (const path of portfolio.missing)
      await taker.take(lastPart(path), 0, () =>
        sink.failed({
          key: `missing:${path}`,
          recordKind: 'document',
          name: lastPart(path),
          code: 'source.item-missing',
        }),
      );
    for (const entry of refused)
      await taker.take(entry.name, 0, () => failRefused(sink, entry, `file:${entry.key}`));
  });
}

function takeFeed(
  { given, feedFile, provenance }: PortfolioParts,
  part: JsonObject,
  sink: Sink,
): Promise<ItemResult> {
  const key = 'feed';
  if (feedFile !== undefined)
    return takeTreeFile(sink, feedFile, { key, provenance: provenance(), role: 'file', record: part });
  const name = given.name.toWellFormed();
  return sink.take({
    key,
    recordKind: 'document',
    name,
    record: { name, role: 'file', mediaTypeClaimed: feedType },
    content: given.content(),
    mediaType: feedType,
    provenance: provenance(),
  });
}

async function takeEntry(
  { portfolio, provenance }: PortfolioParts,
  { entry, key, file }: PlacedEntry,
  part: JsonObject,
  sink: Sink,
): Promise<ItemResult> {
  const said = entryRecord(entry, portfolio.files, (target) => {
    const other = portfolio.keyOf(target);
    return other === undefined ? undefined : sink.idOf(other);
  });
  const record = { ...said, ...part };
  const named = entry.title === '' ? (file?.name ?? entry.type ?? key) : entry.title;
  const shared = { key, provenance: provenance() };
  if (file !== undefined) return takeTreeFile(sink, file, { ...shared, name: named, record });
  const { bytes, extension, mediaType, role } = await entryBytes(entry, portfolio.files);
  const name = named.toLowerCase().endsWith(extension) ? named : `${named}${extension}`;
  return sink.take({
    ...shared,
    recordKind: 'document',
    name: named,
    record: { name, role, mediaTypeClaimed: mediaType, ...record },
    content: { bytes },
    mediaType,
  });
}
