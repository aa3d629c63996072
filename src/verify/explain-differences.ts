import type { Manifest } from '../bundle/manifest-lines.ts';
import type { Finding } from './verification-report.ts';

type FileFinding = Finding & { readonly file: string };

/**
 * Compares what was listed with what was found, and says what happened in the words a person would use: two files swapped, one
 * renamed, changed, taken out, put in. The most telling first.
 * @param found SHA-256 of each file that is there, lower-case hexadecimal, by path
 */
export function explainDifferences(listed: Manifest, found: Manifest): FileFinding[] {
  const altered = [...listed].filter(([path, digest]) => found.has(path) && found.get(path) !== digest);
  const removed = [...listed].filter(([path]) => !found.has(path));
  const added = [...found].filter(([path]) => !listed.has(path));
  const explained = new Set<string>();
  const take = (...paths: readonly string[]) => paths.forEach((path) => explained.add(path));
  const findings: FileFinding[] = [];

  const byContent = firstByDigest(altered.map(([path]) => [path, found.get(path) ?? '']));
  for (const [file, digest] of altered) {
    const other = byContent.get(digest);
    if (other === undefined || explained.has(file) || explained.has(other)) continue;
    if (listed.get(other) !== found.get(file)) continue;
    take(file, other);
    findings.push({ code: 'files-swapped', file, other });
  }
  const addedByContent = firstByDigest(added);
  for (const [file, digest] of removed) {
    const other = addedByContent.get(digest);
    if (other === undefined || explained.has(other)) continue;
    take(file, other);
    findings.push({ code: 'file-renamed', file, other });
  }
  const rest = (
    code: 'payload-altered' | 'file-removed' | 'file-added',
    paths: readonly (readonly [string, string])[],
  ) => {
    for (const [file] of paths) if (!explained.has(file)) findings.push({ code, file });
  };
  rest('payload-altered', altered);
  rest('file-removed', removed);
  rest('file-added', added);
  return findings;
}

function firstByDigest(files: readonly (readonly [path: string, digest: string])[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const [path, digest] of files) if (!first.has(digest)) first.set(digest, path);
  return first;
}
