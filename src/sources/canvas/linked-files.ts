import { Parser } from 'htmlparser2';

/** A file of the course that a text links to or shows. */
export interface LinkedFile {
  /** Path below `/api/v1/`: `courses/1/files/2`. */
  readonly path: string;
  /** The addresses of the pictures that show it, as they stand in the text. */
  readonly pictures: readonly string[];
}

/** Files of one text that are asked for, at most. */
const most = 100;

/**
 * The files that a text of Canvas's names. Canvas puts beside each link to a file of its own where the API has it
 * (`data-api-endpoint`, `data-api-returntype="File"`); pages, other hosts and everything else are no files.
 */
export function linkedFiles(html: string, site: URL): LinkedFile[] {
  const found = new Map<string, string[]>();
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const path = filePath(attributes['data-api-endpoint'] ?? attributes.src ?? attributes.href, site);
      if (path === undefined || (found.size >= most && !found.has(path))) return;
      const pictures = found.get(path) ?? [];
      if (name === 'img' && attributes.src !== undefined) pictures.push(attributes.src);
      found.set(path, pictures);
    },
  });
  parser.end(html);
  return [...found].map(([path, pictures]) => ({ path, pictures }));
}

function filePath(address: string | undefined, site: URL): string | undefined {
  if (address === undefined || !URL.canParse(address, site.href)) return undefined;
  const url = new URL(address, site);
  if (url.origin !== site.origin) return undefined;
  const match =
    /^(?:\/api\/v1)?\/((?:courses|users|groups)\/[0-9~]+\/files\/[0-9~]+)(?:\/(?:preview|download))?$/.exec(
      url.pathname,
    );
  return match?.[1];
}
