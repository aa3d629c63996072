import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { ElectronApplication, Page } from 'playwright-core';

/** What a process remembers: its heap snapshot, as text in which strings can be looked for. */
export type Heap = string;

/** Everything that main's JavaScript holds on to. */
export async function heapOfMain(app: ElectronApplication, folder: string): Promise<Heap> {
  const file = join(folder, `main-${String(process.hrtime.bigint())}.heapsnapshot`);
  await app.evaluate((_electron, path) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(path);
  }, file);
  try {
    return await readFile(file, 'utf8');
  } finally {
    await rm(file, { force: true });
  }
}

/** Everything that a page's JavaScript holds on to. */
export async function heapOfPage(page: Page): Promise<Heap> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** Which of these are in it. */
export function found(heap: Heap, canaries: Readonly<Record<string, string>>): string[] {
  return Object.entries(canaries).flatMap(([name, text]) => (heap.includes(text) ? [name] : []));
}
