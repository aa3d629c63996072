import { spawn, type ChildProcess } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';

export interface Start {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** An expression of the page that is true once it shows what is waited for. */
  readonly shows: string;
}

const targets = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }));
const answer = z.object({ id: z.number(), result: z.object({ result: z.object({ value: z.unknown() }) }) });
/** Seconds after which a start has failed. */
const limit = 60;

/**
 * Seconds from the start of a process until its first page has drawn what is waited for. Looked at from outside by Chromium's own
 * debugging port alone, which costs every contender the same and little.
 */
export async function secondsToPaint({ binary, args, env, shows }: Start): Promise<number> {
  const started = performance.now();
  const child = spawn(binary, ['--remote-debugging-port=0', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const place = await debuggingPlace(child);
    const page = await firstPage(place, started);
    await painted(page, shows, started);
    return (performance.now() - started) / 1000;
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  }
}

function debuggingPlace(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, place] = /DevTools listening on ws:\/\/([^/]+)\//u.exec(said) ?? [];
      if (place !== undefined) resolve(place);
    });
    child.once('exit', () => {
      reject(new Error(`It ended instead of starting:\n${said}`));
    });
  });
}

async function firstPage(place: string, started: number): Promise<string> {
  for (;;) {
    const listed = await fetch(`http://${place}/json/list`).then((answered) => answered.json());
    const page = targets.parse(listed).find(({ type }) => type === 'page');
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await next(started);
  }
}

async function painted(address: string, shows: string, started: number): Promise<void> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const waiting = new Map<number, (value: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const parsed = answer.safeParse(JSON.parse(String(data)));
    if (!parsed.success) return;
    waiting.get(parsed.data.id)?.(parsed.data.result.result.value);
    waiting.delete(parsed.data.id);
  });
  // Two frames after it is in the document, it is on the screen.
  const expression = `new Promise((resolve) => { const look = () => (${shows}) && document.visibilityState === 'visible' ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))) : setTimeout(look, 4); look(); })`;
  for (let id = 1; ; id += 1) {
    const params = { expression, awaitPromise: true };
    const value = new Promise((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
    // A document that is replaced takes the question with it: it is asked again.
    const seen = await Promise.race([value, new Promise((resolve) => setTimeout(resolve, 400))]);
    if (seen === true) break;
    await next(started);
  }
  socket.close();
}

async function next(started: number): Promise<void> {
  if ((performance.now() - started) / 1000 > limit) throw new Error('Nothing was shown within a minute.');
  await new Promise((resolve) => setTimeout(resolve, 5));
}
