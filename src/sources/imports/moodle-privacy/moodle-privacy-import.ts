import { VaultError } from '../../../base/errors.ts';
import { cleanAddress } from '../../portal/clean-address.ts';
import type { FileTree } from '../file-tree.ts';
import type { ImportFormat } from '../import-format.ts';
import { importProvenance, importSource } from '../import-source.ts';
import { contextOfFolder, isData, readExport } from './read-export.ts';
import { isViewer, takeExport } from './take-export.ts';

/**
 * What a learner gets who asks their Moodle for their data (site administration, Users, Privacy: `tool_dataprivacy`): a zip of folders
 * named after contexts, with JSON and files in them. What is not understood is kept as plain documents with their paths.
 */
export const moodlePrivacyImport: ImportFormat = {
  format: 'moodle-privacy',
  recognise: async (given, context, signal) => {
    const { tree } = given;
    if (tree === undefined || !isExport(tree)) return undefined;
    const exported = await readExport(tree, signal);
    const { key, name } = await siteOf(tree);
    const provenance = importProvenance(given, context);
    const rest = tree.files.some(
      (file) => isData(file) && !exported.understood.has(file) && !isViewer(file, tree),
    );
    return {
      format: 'moodle-privacy',
      title: 'Your data from Moodle',
      origin: { key, name },
      notices: rest ? ['partly-understood'] : [],
      source: importSource({
        name,
        address: given.path,
        pull: (_previous, sink, pullSignal) =>
          takeExport({ given, tree, exported, provenance }, sink, pullSignal),
      }),
    };
  },
};

/** Everything lies below the folder of one context (the whole site), and there is data. */
function isExport(tree: FileTree): boolean {
  const data = tree.files.filter(isData);
  const tops = new Set(data.map(({ path }) => path.slice(0, path.indexOf('/'))));
  const [top] = tops;
  return tops.size === 1 && top !== undefined && contextOfFolder(top) !== undefined;
}

const pageLimit = 33_554_432;

/** The site as the export's own page names it, at its foot; a vault is one learner's, so that their site says whose data it is. */
async function siteOf(tree: FileTree): Promise<{ key: string; name: string }> {
  const page = tree.find('index.html');
  if (page !== undefined && page.size <= pageLimit) {
    try {
      const text = new TextDecoder().decode(await page.read(pageLimit));
      const foot = text.slice(Math.max(0, text.lastIndexOf('<footer')));
      const address = /<a href="(https?:\/\/[^"]{1,2000})"/i.exec(foot)?.[1];
      if (address !== undefined && URL.canParse(address)) {
        const site = cleanAddress(address).address.replace(/\/$/, '');
        return { key: site, name: new URL(site).host };
      }
    } catch (thrown) {
      // A page that cannot be read names no site; it is taken, or told, like every file.
      if (!(thrown instanceof VaultError) || thrown.code.startsWith('internal.')) throw thrown;
    }
  }
  const top = tree.files.find(isData)?.path.split('/')[0] ?? '';
  return { key: `folder:${top}`, name: 'Moodle' };
}
