import { isJpeg, readJpeg, stripJpeg } from './jpeg.ts';
import { isPackage, readOffice, stripOffice } from './office.ts';
import { isPdf, readPdf } from './pdf.ts';
import { isPng, readPng, stripPng } from './png.ts';
import type { SaidThing } from './said-thing.ts';

/** What a file says beside its content. */
export interface FileMetadata {
  readonly said: readonly SaidThing[];
  /** True if a copy can be made that says less. */
  readonly strippable: boolean;
}

/**
 * What a picture (JPEG, PNG) or a document (Office Open XML, OpenDocument; PDF, of which no copies are made) says beside what it shows: who made it, where, when and with what.
 * Undefined for files of other kinds and for those that cannot be taken apart. Never throws for what a file holds.
 */
export async function readFileMetadata(bytes: Uint8Array): Promise<FileMetadata | undefined> {
  if (isPackage(bytes)) {
    const office = await readOffice(bytes);
    if (office === undefined) return undefined;
    const { said, strippable } = office;
    return { said, strippable: strippable && said.some(({ stays }) => stays !== true) };
  }
  if (isPdf(bytes)) return { said: readPdf(bytes), strippable: false };
  const said = isJpeg(bytes) ? readJpeg(bytes) : isPng(bytes) ? readPng(bytes) : undefined;
  return said === undefined ? undefined : { said, strippable: said.length > 0 };
}

/**
 * A copy that says none of that, as far as it can be taken away; the same bytes give the same copy. Undefined where nothing is to be taken
 * away, or it cannot be.
 */
export async function stripFileMetadata(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const found = await readFileMetadata(bytes);
  if (found?.strippable !== true) return undefined;
  if (isPackage(bytes)) return stripOffice(bytes);
  return isJpeg(bytes) ? stripJpeg(bytes) : stripPng(bytes);
}
