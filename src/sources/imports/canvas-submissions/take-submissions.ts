import type { JsonObject } from '../../../base/json.ts';
import type { Provenance } from '../../../evidence/provenance.ts';
import type { ItemResult, PullResult, Sink } from '../../source.ts';
import { archiveKey, takeArchive } from '../archive/archive-import.ts';
import type { FileTree } from '../file-tree.ts';
import type { Given } from '../given.ts';
import { takeItems, type ItemTaker } from '../take-items.ts';
import { failRefused, takeTreeFile } from '../tree-document.ts';
import type { BulkName } from './bulk-names.ts';
import type { Placed } from './placed.ts';
import type { ExportPath } from './export-paths.ts';

interface Taking<Place> {
  readonly given: Given;
  readonly tree: FileTree;
  readonly placed: readonly Placed<Place>[];
  readonly provenance: () => Provenance;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

/** Takes the download of one assignment: each file under Canvas's own id of it, so that a newer download makes no doubles. */
export function takeBulk({
  title,
  ...taking
}: Taking<BulkName> & { readonly title: string | undefined }): Promise<PullResult> {
  const { sink, placed, provenance } = taking;
  const assignment = title === undefined ? undefined : 'assignment';
  return takeAll(taking, assignment === undefined ? 0 : 1, async (taker, links) => {
    if (title !== undefined)
      await taker.take(title, 0, () => takeAssignment(sink, 'assignment', { title }, provenance()));
    for (const { file, place } of placed) {
      const { part, user, person, late } = place;
      const key = part.kind === 'file' ? `user/${user}/file/${part.id}` : `user/${user}/${part.kind}`;
      await taker.take(file.name, file.size, () =>
        takeTreeFile(sink, file, {
          key,
          provenance: provenance(),
          role: part.kind === 'file' ? 'submission-file' : 'online-text',
          ...(part.kind === 'file' ? { name: part.name } : {}),
          record: {
            ...links,
            ...(assignment === undefined ? {} : { assignment: sink.idOf(assignment) }),
            ids: {
              userid: user,
              ...(person === undefined ? {} : { person }),
              ...(part.kind === 'file' ? { fileid: part.id } : {}),
              ...(late ? { late: 'LATE' } : {}),
            },
          },
        }),
      );
    }
  });
}

/** Takes the learner's own download: an assignment for each folder, and what was handed in for it. */
export function takeExport(taking: Taking<ExportPath>): Promise<PullResult> {
  const { sink, placed, provenance } = taking;
  const assignments = new Map(
    placed.map(({ place }) => [`assignment/${place.course}/${place.assignment}`, place] as const),
  );
  return takeAll(taking, assignments.size, async (taker, links) => {
    for (const [key, { course, assignment: title }] of assignments)
      await taker.take(title, 0, () =>
        takeAssignment(sink, key, { title, course: { title: course } }, provenance()),
      );
    for (const { file, place } of placed) {
      const above = `assignment/${place.course}/${place.assignment}`;
      await taker.take(file.name, file.size, () =>
        takeTreeFile(sink, file, {
          key: `${above}/${file.pathBytes === undefined ? place.name : file.key}`,
          provenance: provenance(),
          role: place.written === undefined ? 'submission-file' : 'online-text',
          record: {
            ...links,
            assignment: sink.idOf(above),
            ...(place.written === undefined ? {} : { ids: { version: place.written.version } }),
          },
        }),
      );
    }
  });
}

/** The archive itself, then what is in it, then what a folder could not give. */
function takeAll<Place>(
  { given, tree, placed, provenance, sink, signal }: Taking<Place>,
  more: number,
  work: (taker: ItemTaker, links: JsonObject) => Promise<void>,
): Promise<PullResult> {
  const isArchive = given.kind === 'file';
  const total = placed.length + tree.refused.length + more + (isArchive ? 1 : 0);
  return takeItems({ sink, signal, total }, async (taker) => {
    if (isArchive) await taker.take(given.name, given.size, () => takeArchive(given, provenance(), sink));
    await work(taker, isArchive ? { partOf: sink.idOf(archiveKey) } : {});
    for (const entry of tree.refused)
      await taker.take(entry.name, 0, () => failRefused(sink, entry, `refused/${entry.key}`));
  });
}

function takeAssignment(
  sink: Sink,
  key: string,
  record: JsonObject & { readonly title: string },
  provenance: Provenance,
): Promise<ItemResult> {
  return sink.take({ key, recordKind: 'assignment', name: record.title, record, provenance });
}
