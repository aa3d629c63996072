import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/** Whose work is in the app, under which licence. Many packages share one text, so texts stand apart. */
export interface Licences {
  readonly parts: readonly {
    readonly name: string;
    readonly version: string;
    /** SPDX expression. */
    readonly licence: string;
    /** Places in `texts`. */
    readonly texts: readonly number[];
  }[];
  readonly texts: readonly string[];
}

/** What the page takes in by its build; package.json has it among the tools for that. */
const builtIntoPage = [
  'react',
  'react-dom',
  'react-aria-components',
  'lucide-react',
  'pdfjs-dist',
  '@tanstack/react-virtual',
  '@fontsource-variable/atkinson-hyperlegible-next',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  '@zxcvbn-ts/language-en',
];
/** Brought along for the command line and for development; the app's Node is Electron's. */
const notInApp = new Set(['node']);

/** SPDX expressions of packages that only point to a text of several licences, or bring their text and name it nowhere else. */
const saidInText: ReadonlyMap<string, string> = new Map([
  ['@digitalbazaar/credentials-context', 'BSD-3-Clause AND W3C-20150513'],
  ['png-js', 'MIT'],
]);

/** What no package brings: files of others in our own source. */
const inSource = [
  {
    name: 'DejaVu fonts',
    version: '2.37',
    licence: 'Bitstream-Vera',
    files: [['src', 'vault', 'index-pdf', 'DEJAVU-LICENSE.txt']],
  },
];

const wanted = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const described = wanted.extend({
  name: z.string(),
  version: z.string(),
  license: z.string().exactOptional(),
});

/**
 * Reads the packages that the app is made of, and all that they need, from an installed checkout.
 * Throws for a package without a licence, which would have to be looked into.
 */
export function collectLicences(checkout: string): Licences {
  const found = new Map<string, { name: string; version: string; licence: string; files: string[] }>();
  const visit = (name: string, from: string, alone = false): void => {
    const folder = findPackage(name, from, checkout);
    // Optional packages of other systems are not there.
    if (folder === undefined || found.has(folder)) return;
    const { license, ...about } = described.parse(readJson(join(folder, 'package.json')));
    const licence = saidInText.get(about.name) ?? license;
    if (licence === undefined) throw new Error(`${about.name} says nowhere under which licence it is`);
    found.set(folder, { name: about.name, version: about.version, licence, files: licenceFiles(folder) });
    if (!alone) for (const needed of Object.keys(about.dependencies)) visit(needed, folder);
  };
  const { dependencies } = wanted.parse(readJson(join(checkout, 'package.json')));
  for (const name of [...Object.keys(dependencies), ...builtIntoPage])
    if (!notInApp.has(name)) visit(name, checkout);
  // Electron's package only fetches it: what that needs is not in the app.
  visit('electron', checkout, true);

  const texts: string[] = [];
  const placeOf = (file: string): number => {
    const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();
    const place = texts.indexOf(text);
    return place === -1 ? texts.push(text) - 1 : place;
  };
  const ours = inSource.map(({ files, ...part }) => ({
    ...part,
    files: files.map((path) => join(checkout, ...path)),
  }));
  const parts = [...found.values(), ...ours]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
    .map(({ files, ...part }) => ({ ...part, texts: files.map(placeOf) }));
  return { parts, texts };
}

/** Where Node would find a package from a folder. */
function findPackage(name: string, from: string, checkout: string): string | undefined {
  for (let folder = from; ; folder = join(folder, '..')) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === checkout) return undefined;
  }
}

/** Licence and notice files, which whoever hands a package on has to hand on too. */
function licenceFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) =>
      /^(?:licen[cs]e|copying|notice|third_party_licenses)(?:[.-](?:md|mkd|txt|mit(?:\.txt)?|apache2?))?$/iu.test(
        name,
      ),
    )
    .sort()
    .map((name) => join(folder, name));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
