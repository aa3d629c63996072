import { VaultError } from '../../../base/errors.ts';
import { archiveImport } from '../archive/archive-import.ts';
import type { FileTree, TreeFile } from '../file-tree.ts';
import type { Given } from '../given.ts';
import type { ImportContext, ImportFormat, RecognisedImport } from '../import-format.ts';
import { importProvenance, importSource } from '../import-source.ts';
import type { Feed } from './feed.ts';
import { feedLimits } from './feed-limits.ts';
import { Portfolio } from './portfolio.ts';
import { readFeed } from './read-feed.ts';
import { takePortfolio } from './take-portfolio.ts';
import { looksLikeLeap2a } from './vocabulary.ts';

/**
 * A portfolio in Leap2A, as Mahara, PebblePad and Moodle write it: an Atom feed in a zip archive or a folder with its files, or alone.
 *
 * A feed that cannot be read is no reason to lose what came with it: the archive or folder is then taken as any other, and says so.
 */
export const leap2aImport: ImportFormat = {
  format: 'leap2a',
  recognise: async (given, context, signal) => {
    const found = await findFeed(given);
    if (found === undefined) return undefined;
    let feed: Feed;
    try {
      feed = await readFeed(await found.read(feedLimits.bytes), signal);
    } catch (thrown) {
      if (!(thrown instanceof VaultError) || thrown.code.startsWith('internal.')) throw thrown;
      const plain = await archiveImport.recognise(given, context, signal);
      return plain === undefined ? undefined : { ...plain, notices: ['partly-understood'] };
    }
    return recognised(given, context, feed, found);
  },
};

interface FoundFeed {
  readonly file: TreeFile | undefined;
  readonly read: (limit: number) => Promise<Uint8Array>;
}

/** So many files are looked at for a feed. */
const candidateLimit = 50;

/** Mahara names it `leap2a.xml`, `leap2.xml` or `leap.xml`, others as they like: any XML file of the first two levels may be it. */
async function findFeed(given: Given): Promise<FoundFeed | undefined> {
  const { tree } = given;
  if (tree === undefined)
    return looksLikeLeap2a(given.head) ? { file: undefined, read: (limit) => given.read(limit) } : undefined;
  for (const file of candidates(tree)) {
    try {
      if (looksLikeLeap2a(await file.head())) return { file, read: (limit) => file.read(limit) };
    } catch (thrown) {
      // What cannot be read is not it; whoever takes the file will say what is wrong with it.
      if (!(thrown instanceof VaultError) || thrown.code.startsWith('internal.')) throw thrown;
    }
  }
  return undefined;
}

function candidates(tree: FileTree): TreeFile[] {
  const depthOf = ({ path }: TreeFile): number => path.split('/').length;
  const isNamed = ({ name }: TreeFile): boolean => /^leap(?:2a?)?\.xml$/i.test(name);
  return tree.files
    .filter((file) => /\.xml$/i.test(file.name) && depthOf(file) <= 2)
    .sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || depthOf(a) - depthOf(b))
    .slice(0, candidateLimit);
}

function recognised(given: Given, context: ImportContext, feed: Feed, { file }: FoundFeed): RecognisedImport {
  const { tree } = given;
  const portfolio = new Portfolio(feed, tree, file?.path ?? '');
  const provenance = importProvenance(given, context);
  const notices = [
    ...(portfolio.hasRemote ? ['remote-not-fetched'] : []),
    ...(portfolio.missing.size > 0 ? ['files-missing'] : []),
  ];
  const name = nameOf(feed);
  return {
    format: 'leap2a',
    title: 'Leap2A portfolio',
    origin: { key: originOf(feed), name },
    notices,
    source: importSource({
      name,
      address: given.path,
      pull: (_previous, sink, signal) =>
        takePortfolio({ given, tree, feedFile: file, portfolio, provenance }, sink, signal),
    }),
  };
}

/**
 * Whose portfolio it is. Feeds are named after the portal and the learner, and mostly after the moment of the export as well, which is
 * left out: `https://portal.example/export/12/1790000000` and the next export are of one origin.
 */
function originOf({ id, author = '', generator = '', title }: Feed): string {
  const lasting = id.replace(/\/\d{9,}\/?$/, '').replace(/\/$/, '');
  return lasting === '' ? JSON.stringify([generator, author, author === '' ? title : '']) : lasting;
}

function nameOf({ author = '', generator = '', title }: Feed): string {
  const of = author === '' ? title : author;
  const name = [of, generator === '' ? '' : `(${generator})`].filter((part) => part !== '').join(' ');
  return (name === '' ? 'Portfolio' : name).slice(0, 200).toWellFormed();
}
