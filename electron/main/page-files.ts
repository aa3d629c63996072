import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface PageFile {
  readonly file: string;
  readonly mediaType: string;
}

/**
 * The page's files by the exact path under which each is served, as they were built. Whatever is asked for is looked up here and never joined to
 * a folder, so that no path can lead elsewhere. Read once at the start; a source map is for developers and is not served.
 */
export function listPageFiles(folder: string | undefined): ReadonlyMap<string, PageFile> {
  const found = new Map<string, PageFile>();
  if (folder === undefined) return found;
  const walk = (inside: string, path: string): void => {
    for (const entry of readdirSync(inside, { withFileTypes: true })) {
      const file = join(inside, entry.name);
      if (entry.isDirectory()) walk(file, `${path}${entry.name}/`);
      else if (entry.isFile() && !entry.name.endsWith('.map'))
        found.set(`${path}${entry.name}`, {
          file,
          mediaType: mediaTypes[extname(entry.name)] ?? 'application/octet-stream',
        });
    }
  };
  walk(folder, '/');
  return found;
}
