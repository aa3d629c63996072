import { createHash } from 'node:crypto';

import { makeMp4, makePdf, makePng } from './substitute-bytes.ts';

/** A file that the practice provider makes itself, because the recordings do not hold its bytes. */
export interface SubstitutedFile {
  /** `context/component/area/item/name`, decoded. */
  readonly path: string;
  /** As many bytes as the real file had. */
  readonly size: number;
  /** `too-large`: left out of the recordings; `unreadable`: the real site had lost its bytes when they were collected. */
  readonly why: 'too-large' | 'unreadable';
  /** Of the stand-in, lower-case hex. The SHA-1 is its ETag. */
  readonly sha1: string;
  readonly sha256: string;
}

const lost = (path: string, size: number) => ({ path, size, why: 'unreadable' as const });

/**
 * The one file left out for its size, and those for which the real site said `storedfilecannotreadfile` when the bytes
 * were collected, although it lists them with these sizes and had delivered some of them an hour before.
 */
const table = [
  {
    path: '41/assignsubmission_file/submission_files/11/site walk-through.mp4',
    size: 20_971_520,
    why: 'too-large' as const,
  },
  lost('29/assignfeedback_editpdf/download/1/Amélie OConnor_2_0.pdf', 254_862),
  lost('29/assignfeedback_editpdf/partial/1/combined.pdf', 112_574),
  lost('30/assignfeedback_editpdf/partial/3/combined.pdf', 110_950),
  lost('31/assignfeedback_editpdf/partial/4/combined.pdf', 112_574),
  lost('31/assignfeedback_editpdf/partial/5/combined.pdf', 113_617),
  lost('31/assignfeedback_editpdf/pages/5/image_page0.png', 10_026),
  lost('31/assignfeedback_editpdf/pages/5/image_page1.png', 8_919),
  lost('31/assignfeedback_editpdf/pages/5/image_page2.png', 8_944),
  lost('31/assignfeedback_editpdf/readonlypages/5/image_page0.png', 10_026),
  lost('31/assignfeedback_editpdf/readonlypages/5/image_page1.png', 8_919),
  lost('31/assignfeedback_editpdf/readonlypages/5/image_page2.png', 8_944),
  lost('32/assignfeedback_editpdf/combined/6/combined.pdf', 112_574),
  lost('38/assignfeedback_editpdf/combined/14/combined.pdf', 112_574),
  lost('39/assignfeedback_editpdf/combined/15/combined.pdf', 112_574),
];

export interface SubstitutedRow {
  readonly path: string;
  readonly size: number;
  readonly why: SubstitutedFile['why'];
  /** The Content-Type that the real file had. */
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
};

/** The row of a path, or undefined if the recordings hold the real bytes. */
export function findSubstitutedRow(path: string): SubstitutedRow | undefined {
  const row = table.find((each) => each.path === path);
  return row === undefined
    ? undefined
    : { ...row, type: types[path.slice(-3)] ?? 'application/octet-stream' };
}

interface Substitute {
  readonly bytes: Buffer;
  readonly sha1: string;
  readonly sha256: string;
}
const made = new Map<string, Substitute>();

/** The stand-in of a row; made once, on first use. */
export function makeSubstitute(row: Pick<SubstitutedRow, 'path' | 'size'>): Substitute {
  const known = made.get(row.path);
  if (known !== undefined) return known;
  const line = `Practice stand-in: the recordings do not hold ${row.path.replace(/[^\x20-\x7e]|[()\\]/g, '_')}`;
  const bytes = row.path.endsWith('.mp4')
    ? makeMp4(row.size)
    : row.path.endsWith('.png')
      ? makePng(row.size, line)
      : makePdf(row.size, line);
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  const substitute = { bytes, sha1: digest('sha1'), sha256: digest('sha256') };
  made.set(row.path, substitute);
  return substitute;
}

/** Every stand-in with its digests; the first call makes them (some 22 MB in memory). */
export function listSubstitutedFiles(): SubstitutedFile[] {
  return table.map((row) => {
    const { sha1, sha256 } = makeSubstitute(row);
    return { ...row, sha1, sha256 };
  });
}
