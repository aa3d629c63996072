import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { openPromise } from 'yauzl';

/**
 * Unpacks a ZIP archive. `placeOf` says where below `folder` a member goes, or undefined to leave it out; a program stays one.
 * Names that climb out of the archive are refused by yauzl.
 */
export async function unpackZip(
  zip: string,
  folder: string,
  placeOf: (member: string) => string | undefined,
): Promise<void> {
  const archive = await openPromise(zip);
  try {
    for await (const entry of archive.eachEntry()) {
      const place = placeOf(entry.fileName);
      if (place === undefined || entry.fileName.endsWith('/')) continue;
      const path = join(folder, place);
      await mkdir(dirname(path), { recursive: true });
      const isProgram = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
      const content = await archive.openReadStreamPromise(entry);
      await pipeline(content, createWriteStream(path, { flags: 'wx', mode: isProgram ? 0o755 : 0o644 }));
    }
  } finally {
    archive.close();
  }
}
