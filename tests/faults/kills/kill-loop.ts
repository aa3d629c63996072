import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { z } from 'zod';

import { asVaultError } from '../../../src/base/errors.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { itemHistory } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { binPath } from '../../support/cli.ts';
import { collect, makeWorld, passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { bytesOf, digestOf } from '../model/promises.ts';
import { Random } from '../random.ts';

/** How one run of the command line is ended, or disturbed. */
interface Disturbance {
  readonly words: string;
  /** Arguments of strace, where system calls are struck. */
  readonly inject?: string;
  /** Milliseconds until it is killed. */
  readonly after?: number;
}

export interface KillReport {
  readonly rounds: number;
  /** Items that the command line said were kept. */
  readonly acknowledged: number;
  /** Runs that ended of themselves with an error, by code. */
  readonly codes: Readonly<Record<string, number>>;
  /** Why no system call was struck; undefined if they were. */
  readonly skipped: string | undefined;
  readonly failures: readonly string[];
}

const calls = ['fsync', 'fdatasync', 'rename', 'pwrite64', 'openat', 'ftruncate', 'close', 'mkdir'] as const;

const addedSchema = z.looseObject({
  items: z.array(
    z.looseObject({ id: z.string(), name: z.string(), outcome: z.string(), sha256: z.string().optional() }),
  ),
});
const errorSchema = z.looseObject({ error: z.looseObject({ code: z.string() }) });

/**
 * Starts the real command line on the real disk again and again, kills it at random moments or at chosen system calls, or makes one of those
 * fail, and looks after each time whether everything is there that it had said was kept.
 */
export async function killLoop(
  rounds: number,
  seed: string,
  tell: (words: string) => void,
): Promise<KillReport> {
  const random = new Random(seed);
  const skipped = whyNoStrace();
  const world = await makeWorld();
  const promised = new Map<string, string>();
  const codes: Record<string, number> = {};
  const failures: string[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const paths: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        const file = { size: random.pick([0, 60, 5000, 900_000]), seed: random.whole(0, 1_000_000) };
        paths.push(await world.file(`kill-${String(round)}-${String(i)}`, bytesOf(file)));
      }
      const disturbance = makeDisturbance(random, skipped === undefined);
      const said = await runAdd(world, paths, disturbance);
      const { items } = addedSchema.safeParse(said).data ?? { items: [] };
      for (const { id, outcome, sha256 } of items)
        if (outcome === 'captured' && sha256 !== undefined) promised.set(id, sha256);
      const code = errorSchema.safeParse(said).data?.error.code;
      if (code !== undefined) codes[code] = (codes[code] ?? 0) + 1;
      if (code !== undefined && !/^(storage|access)\./.test(code))
        failures.push(`round ${String(round)}, ${disturbance.words}: answered with ${code}`);
      const lost = await findLost(world, promised);
      if (lost !== undefined) failures.push(`round ${String(round)}, ${disturbance.words}: ${lost}`);
      tell(
        `${String(round)} of ${String(rounds)}: ${disturbance.words}, ${code ?? `${String(items.length)} kept`}`,
      );
    }
  } finally {
    await world.remove();
  }
  return { rounds, acknowledged: promised.size, codes, skipped, failures };
}

function makeDisturbance(random: Random, strikes: boolean): Disturbance {
  if (!strikes || random.chance(0.3)) {
    const after = random.whole(100, 2500);
    return { words: `killed after ${String(after)} ms`, after };
  }
  const call = random.pick(calls);
  const at = random.whole(1, call === 'openat' || call === 'close' ? 300 : 25);
  const effect = random.pick(['signal=KILL', 'signal=KILL', 'error=EIO', 'error=ENOSPC'] as const);
  // Node itself needs these to start; only a kill means anything there.
  const chosen = ['openat', 'close', 'mkdir'].includes(call) ? 'signal=KILL' : effect;
  return {
    words: `${chosen} at ${call} number ${String(at)}`,
    inject: `${call}:${chosen}:when=${String(at)}`,
  };
}

/** Runs `add` under a disturbance. @returns what it said, undefined if it said nothing whole */
async function runAdd(
  world: VaultWorld,
  paths: readonly string[],
  { inject, after }: Disturbance,
): Promise<unknown> {
  const words = [process.execPath, binPath, 'add', ...paths, '--json'];
  const strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `inject=${inject ?? ''}`];
  const [command = '', ...rest] = inject === undefined ? words : [...strace, ...words];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: world.root,
      EVIDENCE_VAULT_DIR: world.dir,
      EVIDENCE_VAULT_STATE_DIR: world.stateDir,
      EVIDENCE_VAULT_PASSPHRASE: passphrase,
    },
  });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const stop = new AbortController();
  if (after !== undefined)
    void wait(after, undefined, { signal: stop.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
  await ended;
  stop.abort();
  try {
    return JSON.parse(said);
  } catch {
    // Killed before it said a whole answer.
    return undefined;
  }
}

/** What is missing of all that was promised; undefined if nothing is. */
async function findLost(
  world: VaultWorld,
  promised: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  try {
    const vault = await openVaultToWrite({ ...world.place, unlock: { recoveryWords: world.recoveryWords } });
    try {
      const [found] = vault.findings.filter(({ code }) => code !== 'integrity.ledger-copy-damaged');
      if (found !== undefined) return `opening found ${found.code}`;
      for (const [id, sha256] of promised) {
        const content = itemHistory(vault, id).versions.find(
          (version) => version.content?.sha256 === sha256,
        )?.content;
        if (content === undefined) return `${id} is not there`;
        if (digestOf(await collect(openContent(vault, content))) !== sha256) return `${id} is not as it was`;
      }
      return undefined;
    } finally {
      await vault.close();
    }
  } catch (thrown) {
    return asVaultError(thrown).code;
  }
}

function whyNoStrace(): string | undefined {
  const { error, status } = spawnSync('strace', [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    'inject=mkdir:error=EIO:when=1',
    'true',
  ]);
  if (error !== undefined) return 'strace is not installed';
  return status === 0 ? undefined : 'strace may not trace here';
}
