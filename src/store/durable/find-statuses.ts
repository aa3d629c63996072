import { NodeDurable } from './node-durable.ts';
import type { FileStatus, ReadPort } from './port.ts';

/** What `findStatus` says of many files of one folder, in their order: as quickly as the port can. Throws `storage.*`. */
export async function findStatuses(
  port: ReadPort,
  paths: readonly string[],
): Promise<readonly (FileStatus | undefined)[]> {
  if (port instanceof NodeDurable) return port.findStatuses(paths);
  const found: (FileStatus | undefined)[] = [];
  // One after the other, where somebody counts steps.
  for (const path of paths) found.push(await port.findStatus(path));
  return found;
}
