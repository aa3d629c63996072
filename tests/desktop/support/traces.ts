import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files below a folder that hold one of these texts, as UTF-8 or as UTF-16, with the name of what they hold. */
export async function findTraces(
  folder: string,
  canaries: Readonly<Record<string, string>>,
): Promise<string[]> {
  const traces: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    for (const [name, text] of Object.entries(canaries))
      if (bytes.includes(text, 0, 'utf8') || bytes.includes(text, 0, 'utf16le'))
        traces.push(`${path}: ${name}`);
  }
  return traces;
}
