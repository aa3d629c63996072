import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { waitingFiles, type RawFiles } from '../../../src/store/durable/raw-files.ts';

/** Real files whose `sync` returns at once: what would be lost without it is FaultyDurable's to count and to forget. */
const quickFiles: RawFiles = {
  ...waitingFiles,
  open: async (path, flags) => ({ ...(await waitingFiles.open(path, flags)), sync: async () => undefined }),
};

/** For tests that write thousands of times. */
export function quickDisk(): NodeDurable {
  return new NodeDurable({ files: quickFiles });
}
