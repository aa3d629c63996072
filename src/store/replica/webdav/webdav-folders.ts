import { statusOf } from './webdav-errors.ts';
import { defaultPatience, withPatience, type Patience } from './patience.ts';
import { parseWebdavAddress } from './webdav-address.ts';
import { webdavClient } from './webdav-client.ts';
import type { WebdavPlace } from './webdav-target.ts';

/**
 * Names of the folders at an address, for whoever knows the server and not what a second copy there is called; none if there is no such folder.
 * Throws `storage.*`, `internal.cancelled`.
 */
export async function webdavFolders(
  { address, username, password }: Omit<WebdavPlace, 'folder' | 'writer'>,
  signal: AbortSignal = new AbortController().signal,
  patience: Partial<Patience> = {},
): Promise<string[]> {
  const client = webdavClient(parseWebdavAddress(address), username, password);
  return withPatience({ ...defaultPatience, ...patience }, signal, async (line) => {
    try {
      const found = await client.getDirectoryContents('/', { signal: line.signal, details: false });
      return found.filter(({ type }) => type === 'directory').map(({ basename }) => basename);
    } catch (thrown) {
      if (statusOf(thrown) === 404) return [];
      throw thrown;
    }
  });
}
