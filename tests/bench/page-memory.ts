import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { builtVerifier, buildVerifier } from '../../electron/tooling/build-verifier.ts';
import { findBrowser } from '../page/support/find-browsers.ts';
import type { Arena } from './arena.ts';
import { makeLargeFiles } from './corpus.ts';

const what = 'the verifier page in Chromium, a bundle of 2 GB (page and worker)';
/** Megabytes of 10^6. */
const goal = 500;
const patience = 20 * 60_000;

/** Peak memory of the page's own process while it judges a bundle of 2 GB, its worker with it: its share of all pages (PSS). */
export async function benchPageMemory(arena: Arena): Promise<void> {
  const found = await findBrowser('chromium', (sentence) => process.stderr.write(`${sentence}\n`));
  if ('unavailable' in found) {
    arena.report.skip(what, found.unavailable);
    return;
  }
  if (shareOf(process.pid) === undefined) {
    arena.report.skip(what, 'this system does not tell what memory a process takes for itself');
    return;
  }
  makeLargeFiles(arena.path('page-work'), 10, 200_000_000);
  await arena.newVault('page-vault');
  await arena.vault('page-vault', ['add', arena.path('page-work')]);
  await arena.vault('page-vault', ['export', '--out', arena.path('page.zip')]);
  arena.remove('page-work', 'page-vault', 'page-vault-state');
  await buildVerifier();
  const peak = await peakWhileJudged(found.program, arena.path('page.zip'));
  arena.report.memory(what, peak, goal);
  arena.remove('page.zip');
}

async function peakWhileJudged(program: string, bundle: string): Promise<number> {
  const server = await chromium.launchServer({ executablePath: program, args: ['--no-sandbox'] });
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await browser.newPage();
    await page.goto(pathToFileURL(builtVerifier).href);
    let peak = 0;
    const watch = setInterval(() => {
      for (const pid of renderersBelow(server.process().pid ?? 0)) peak = Math.max(peak, shareOf(pid) ?? 0);
    }, 100);
    try {
      await page.setInputFiles('input[name=bundles]', bundle);
      const answer = page.locator('[data-answer=unchanged]');
      await answer.waitFor({ timeout: patience });
      const outcome = await answer.getAttribute('data-outcome');
      if (outcome !== 'pass') throw new Error(`the page says of a good bundle: ${outcome ?? 'nothing'}`);
    } finally {
      clearInterval(watch);
    }
    return peak;
  } finally {
    await server.close();
  }
}

/** Processes of pages that a process started, or that those did. */
function renderersBelow(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const stat = readProc(name, 'stat');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(
    (pid) => isBelow(pid) && readProc(String(pid), 'cmdline').includes('--type=renderer'),
  );
}

/** Proportional set size in megabytes of 10^6. */
function shareOf(pid: number): number | undefined {
  const kib = /^Pss:\s+(\d+) kB/mu.exec(readProc(String(pid), 'smaps_rollup'))?.[1];
  return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has just ended, or this is no Linux.
    return '';
  }
}
