import { spawn } from 'node:child_process';

/**
 * Runs every check of the source, in two rows side by side: lint takes about as long as the rest together. What each said is printed when it is over,
 * and all run even if one is found wanting, so that one run tells everything.
 */
const rows = [['check:lint'], ['check:format', 'check:types', 'check:imports', 'check:unused']];

async function run(script: string): Promise<void> {
  const begun = performance.now();
  const child = spawn('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(`\n== npm run ${script}: ${code === 0 ? 'clean' : 'NOT CLEAN'}, after ${seconds} s`);
  process.stdout.write(Buffer.concat(said));
  if (code !== 0) process.exitCode = 1;
}

await Promise.all(
  rows.map(async (row) => {
    for (const script of row) await run(script);
  }),
);
