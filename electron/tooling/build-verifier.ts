import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import react from '@vitejs/plugin-react';
import { build, type InlineConfig, type Rolldown } from 'vite';

import { collectLicences } from './collect-licences.ts';
import { fingerprintOf } from './fingerprint.ts';
import { inCheckout } from './places.ts';

/** Where the page lies once it is built; `src/vault` finds it there, in a checkout and in an installed package, and an app has a copy beside its engine. */
export const builtVerifier = inCheckout('dist', 'verifier', 'evidence-vault-verifier.html');

/** Of what the page is made. */
const inputs = [
  'renderer/verifier',
  'renderer/report',
  'renderer/ui',
  'renderer/language',
  'src/base',
  'src/crypto',
  'src/evidence',
  'src/ledger',
  'src/bundle',
  'src/verify',
  'electron/tooling',
  'package.json',
  'package-lock.json',
  'LICENSE',
];

/** Comes in through the style. */
const font = '@fontsource-variable/atkinson-hyperlegible-next';
/** The last package that a file lies in. */
const packagePath = /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/u;

/** Chromium and Firefox ESR of the last years. */
const target = ['chrome120', 'firefox128'];

/**
 * Builds the verifier page into `dist/verifier`, unless it was made there of the same sources before, with its SHA-256 beside it as
 * `sha256sum` writes it; gives the SHA-256. The same sources give the same bytes, wherever and whenever they are built.
 */
export async function buildVerifier(): Promise<string> {
  const known = inCheckout('node_modules', '.cache', 'evidence-vault', 'verifier-made-of.txt');
  const madeOf = await fingerprintOf(inputs, 'verifier');
  if (existsSync(builtVerifier) && existsSync(known)) {
    const sha256 = digestOf(await readFile(builtVerifier));
    if ((await readFile(known, 'utf8')) === `${madeOf} ${sha256}`) return sha256;
  }
  const page = await makeVerifier();
  const sha256 = digestOf(page);
  await writeWhole(builtVerifier, page);
  await writeWhole(`${builtVerifier}.sha256`, `${sha256}  evidence-vault-verifier.html\n`);
  await writeWhole(known, `${madeOf} ${sha256}`);
  return sha256;
}

/** The page as one file that needs nothing beside it. */
export async function makeVerifier(): Promise<string> {
  const { version } = JSON.parse(await readFile(inCheckout('package.json'), 'utf8')) as { version: string };
  // Some libraries work out where files beside them lie, and never ask for them here: all that they want is inside.
  const nowhere = { 'import.meta.url': JSON.stringify('file:///'), 'import.meta.resolve': 'undefined' };
  const worker = await bundle('check-worker.ts', nowhere);
  const { program, style, packages } = await bundle('main.tsx', {
    __CHECK_WORKER__: JSON.stringify(asClassic(worker.program)),
    __VERSION__: JSON.stringify(version),
  });
  const template = await readFile(inCheckout('renderer', 'verifier', 'index.html'), 'utf8');
  const parts: Readonly<Record<string, string>> = {
    '%POLICY%': policyFor(program, style),
    '<!--style-->': `<style>${style}</style>`,
    '<!--licences-->': `<template id="licences">${licencesOf(new Set([...worker.packages, ...packages, font]))}</template>`,
    '<!--program-->': `<script type="module">${program}</script>`,
  };
  return template.replaceAll(/%POLICY%|<!--\w+-->/gu, (mark) => parts[mark] ?? mark);
}

/**
 * Whose work is in the page, under which licence and with its whole text, which goes where the work goes: sections, each with a heading and
 * its texts. A text that several packages share stands there once, and the others point to it.
 */
function licencesOf(packages: ReadonlySet<string>): string {
  const { parts, texts } = collectLicences(inCheckout());
  const used = parts.filter(({ name }) => packages.has(name));
  const known = new Set(used.map(({ name }) => name));
  const unknown = [...packages].filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new Error(`The licences of these packages are not collected: ${unknown.join(', ')}`);
  const own = readFileSync(inCheckout('LICENSE'), 'utf8').trim();
  const first = new Map<number, string>();
  const sections = used.map(({ name, version, licence, texts: places }) => {
    const heading = `${name} ${version}`;
    const bodies = places.map((place) => {
      const before = first.get(place);
      if (before === undefined) first.set(place, heading);
      return before === undefined ? (texts[place] ?? '') : `The same text as of ${before}.`;
    });
    return licenceSection(heading, licence, bodies);
  });
  return [licenceSection('Evidence Vault', 'MIT', [own]), ...sections].join('\n');
}

function licenceSection(heading: string, licence: string, texts: readonly string[]): string {
  const bodies = texts.map((text) => `<pre>${inMarkup(text)}</pre>`).join('');
  return `<section title="${inMarkup(`${heading}: ${licence}`)}">${bodies}</section>`;
}

function inMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Only this program and this style may run, nothing may be loaded or sent, and the worker is a piece of the page itself. */
function policyFor(program: string, style: string): string {
  const source = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    // libsodium is WebAssembly, which stands inside the worker's program.
    `script-src ${source(program)} 'wasm-unsafe-eval'`,
    `style-src ${source(style)}`,
    "connect-src 'none'",
    'worker-src blob:',
    // Pictures out of a bundle; the empty icon that keeps a browser from asking for one.
    'img-src blob: data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

interface Bundled {
  readonly program: string;
  readonly style: string;
  /** Names of the packages of which something is in the program. */
  readonly packages: readonly string[];
}

async function bundle(entry: string, define: Readonly<Record<string, string>>): Promise<Bundled> {
  const { NODE_ENV } = process.env;
  // A test runner sets another environment, and the page would then hold React's development build.
  process.env.NODE_ENV = 'production';
  try {
    const built = await build(configFor(entry, define));
    const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
    const chunks = output.filter((part) => part.type === 'chunk');
    const assets = output.filter((part) => part.type === 'asset');
    const [chunk] = chunks;
    const strangers = assets.filter(({ fileName }) => !fileName.endsWith('.css'));
    if (chunk === undefined || chunks.length > 1 || strangers.length > 0)
      throw new Error(`${entry} became more than one program and one style`);
    const style = assets.map(({ source }) => String(source)).join('\n');
    const packages = chunk.moduleIds.flatMap((id) => packagePath.exec(id)?.[1] ?? []);
    return { program: inertInMarkup(chunk.code), style, packages };
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

function configFor(entry: string, define: Readonly<Record<string, string>>): InlineConfig {
  return {
    configFile: false,
    mode: 'production',
    root: inCheckout('renderer', 'verifier'),
    publicDir: false,
    plugins: [react()],
    logLevel: 'warn',
    clearScreen: false,
    define: { ...define },
    build: {
      write: false,
      target,
      // Fonts stand in the style as data: there is no other file.
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      minify: true,
      rolldownOptions: {
        input: inCheckout('renderer', 'verifier', entry),
        output: { format: 'es', codeSplitting: false },
      },
    },
  };
}

/** A module without imports, which may wait at its top, as a program that a classic worker runs; what it throws, the worker does. */
function asClassic(program: string): string {
  return `'use strict';(async()=>{${program}\n})().catch((thrown)=>setTimeout(()=>{throw thrown}));`;
}

/** A program that an HTML parser reads to its end: these three begin something in markup, and stand only in its texts. */
function inertInMarkup(program: string): string {
  return program.replaceAll(/<(?=!--|\/?script)/giu, String.raw`\x3C`);
}

function digestOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whole or not at all, also when several build at once. */
async function writeWhole(path: string, content: string): Promise<void> {
  const folder = join(path, '..');
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.building-'));
  try {
    await writeFile(join(work, 'file'), content);
    await rename(join(work, 'file'), path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (import.meta.main) console.log(await buildVerifier());
