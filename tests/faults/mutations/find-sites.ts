import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import ts from 'typescript';

/** Calls by which something becomes certain, or takes its name, on the disk: those of the port, and those of our own that make several of them. */
const durableCalls: ReadonlySet<string> = new Set([
  'sync',
  'syncFolder',
  'rename',
  'replaceFile',
  'putFile',
  'writeNewFile',
  'makeFolders',
  'replaceCopy',
  'putCopy',
  'changeEnd',
]);

/** Ports themselves, which hand such calls on. */
const ports = /^store\/durable\/(?!replace-file)/;

/**
 * Every place in these folders of the source that asks for something to be certain on the disk, such as `store/settings.ts writeSettings: replaceFile`. The
 * same call twice in one function is one place.
 * @param source the folder src/
 * @param folders inside it
 */
export function findSites(source: string, folders: readonly string[]): string[] {
  const sites = new Set<string>();
  for (const folder of folders)
    for (const name of readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })) {
      const path = join(source, folder, name);
      const file = relative(source, path).split(sep).join('/');
      if (file.endsWith('.ts') && !ports.test(file))
        for (const site of sitesIn(readFileSync(path, 'utf8'))) sites.add(`${file} ${site}`);
    }
  return [...sites].sort();
}

function sitesIn(text: string): string[] {
  const sites: string[] = [];
  const visit = (node: ts.Node, within: string): void => {
    const inside = nameOf(node) ?? within;
    if (ts.isCallExpression(node)) {
      const called = calledName(node.expression);
      if (called !== undefined && durableCalls.has(called)) sites.push(`${inside}: ${called}`);
    }
    ts.forEachChild(node, (child) => {
      visit(child, inside);
    });
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest), 'file');
  return sites;
}

/** Of a function or method that has a name of its own. */
function nameOf(node: ts.Node): string | undefined {
  const named = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
  if (!named || node.name === undefined) return undefined;
  return ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name) ? node.name.text : undefined;
}

function calledName(called: ts.Expression): string | undefined {
  if (ts.isIdentifier(called)) return called.text;
  return ts.isPropertyAccessExpression(called) ? called.name.text : undefined;
}
