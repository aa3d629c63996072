import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { waitingFiles, type RawFiles } from '../../../src/store/durable/raw-files.ts';

/** The same files, whose `sync` returns at once: what would be lost without it is FaultyDurable's to count and to forget. */
export function withoutSync(files: RawFiles): RawFiles {
  return {
    ...files,
    open: async (path, flags) => ({ ...(await files.open(path, flags)), sync: async () => undefined }),
  };
}

const quickFiles = withoutSync(waitingFiles);

/** For tests that write thousands of times. */
export function quickDisk(): NodeDurable {
  return new NodeDurable({ files: quickFiles });
}
