import type { ItemResult, Sink } from '../source.ts';
import { claimedType } from './claimed-types.ts';
import { textOfName } from './disk-place.ts';
import type { OpenFile } from './disk.ts';
import { examineFile, type FileNature } from './examine-file.ts';
import { contentOf } from './file-content.ts';
import { fileRecord } from './file-record.ts';
import { areAlike, fingerprintOf, type Look } from './look.ts';
import { readingProblem, type ReadingProblem } from './reading-problem.ts';
import type { Surroundings } from './surroundings.ts';
import type { FoundFile } from './walk.ts';

/**
 * How one attempt at a file went. `moved`: it was not, or is no longer, as it was seen before; `look` is how it is now. A file
 * may be taken and have moved right after.
 */
export type Attempt =
  | { readonly is: 'taken'; readonly result: ItemResult; readonly movedTo?: Look }
  | { readonly is: 'moved'; readonly look: Look }
  | ReadingProblem;

export interface Taking {
  readonly surroundings: Surroundings;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

/** A file, and the path that the learner chose, for provenance. */
export interface ChosenFile extends FoundFile {
  readonly address: string;
}

/** Says what a file is, hands it to the sink, and looks whether it stayed as it was. */
export async function takeFile(file: ChosenFile, taking: Taking): Promise<Attempt> {
  const { disk } = taking.surroundings;
  let open: OpenFile;
  try {
    open = await disk.open(file.place);
  } catch (thrown) {
    return readingProblem(thrown);
  }
  let nature: FileNature;
  try {
    const look = await open.look();
    if (!areAlike(look, file.look)) return { is: 'moved', look };
    const claimed = claimedType(textOfName(file.place.name).text);
    nature = await examineFile(open, look.size, claimed, taking.signal);
  } catch (thrown) {
    return readingProblem(thrown);
  } finally {
    await open.close();
  }
  return handOver(file, nature, taking);
}

async function handOver(file: ChosenFile, nature: FileNature, taking: Taking): Promise<Attempt> {
  const { surroundings, sink } = taking;
  const { disk } = surroundings;
  const name = textOfName(file.place.name).text;
  const mediaType = claimedType(name);
  const result = await sink.take({
    key: file.place.key,
    recordKind: 'document',
    name,
    record: fileRecord(file.place, file.look, nature),
    content: contentOf(disk, file.place, file.look),
    ...(mediaType === undefined ? {} : { mediaType }),
    provenance: surroundings.provenance(file.address),
    fingerprint: fingerprintOf(file.look),
  });
  if (result.outcome === 'failed' && result.code === 'input.file-busy')
    return { is: 'busy', code: result.code, details: {} };
  try {
    const look = await disk.look(file.place);
    return areAlike(look, file.look) ? { is: 'taken', result } : { is: 'taken', result, movedTo: look };
  } catch (thrown) {
    // Taken whole before it went away or was closed to us.
    readingProblem(thrown);
    return { is: 'taken', result };
  }
}
