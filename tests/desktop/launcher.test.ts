import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildSmallApp } from './small-app/build-small-app.ts';
import { isAlive, SmallApp } from './small-app/small.ts';
import { describeDesktop } from './support/describe-desktop.ts';

/** One suite for both ways of running an engine: what is true of one is true of the other. */
describeDesktop('the engine’s launcher', (stage) => {
  const ways = [
    { way: 'Electron’s utility process', nodeBinary: undefined },
    { way: 'a Node child', nodeBinary: createRequire(import.meta.url).resolve('node/bin/node') },
  ] as const;

  for (const { way, nodeBinary } of ways)
    describe(way, () => {
      let folder: string;
      let small: SmallApp;

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'evidence-vault-small-'));
        await buildSmallApp(folder, nodeBinary);
        small = await SmallApp.launch(stage, folder, {
          env: { EVIDENCE_VAULT_LOG: '1' },
        });
      });
      afterAll(async () => {
        await small.close();
        await rm(folder, { recursive: true, force: true });
      });

      it('starts the engine in a process of its own and joins the page to it', async () => {
        const about = await small.about();
        expect(about.viaParentPort).toBe(nodeBinary === undefined);
        expect(about.pid).not.toBe(small.running.app.process().pid);
        expect(about.heard.slice(0, 2)).toEqual(['start', 'power']);
        expect(about.strangeNames).toEqual([]);
        expect(await small.engine('test.echo', { hello: ['there', 1, null] })).toEqual({
          hello: ['there', 1, null],
        });
      });

      it('stands an engine that talks nonsense', async () => {
        await small.engine('test.nonsense');
        expect((await small.about()).state).toBe('locked');
        expect(small.running.log()).toContain('engine.message-unknown');
      });

      it('hands evidence over range by range, and only as fast as it is read', async () => {
        const answer = await small.page.evaluate(async () => {
          const part = await fetch(`/content/${'A'.repeat(40)}`, { headers: { range: 'bytes=1000-1009' } });
          const last = await fetch(`/content/${'A'.repeat(40)}`, { headers: { range: 'bytes=-5' } });
          const beyond = await fetch(`/content/${'A'.repeat(40)}`, { headers: { range: 'bytes=3000000-' } });
          const none = await fetch('/content/BBBB');
          return {
            status: part.status,
            range: part.headers.get('content-range'),
            bytes: [...new Uint8Array(await part.arrayBuffer())],
            last: [last.headers.get('content-range'), (await last.arrayBuffer()).byteLength],
            beyond: [beyond.status, beyond.headers.get('content-range')],
            none: none.status,
            policy: part.headers.get('content-security-policy'),
            cache: part.headers.get('cache-control'),
          };
        });
        expect(answer).toEqual({
          status: 206,
          range: 'bytes 1000-1009/3000000',
          bytes: Array.from({ length: 10 }, (_, index) => (1000 + index) % 251),
          last: ['bytes 2999995-2999999/3000000', 5],
          beyond: [416, 'bytes */3000000'],
          none: 404,
          policy: "sandbox; default-src 'none'; frame-ancestors 'self'",
          cache: 'no-store',
        });
        const before = (await small.about()).chunksSent;
        const read = await small.page.evaluate(async () => {
          const whole = await fetch(`/content/${'A'.repeat(40)}`);
          const reader = whole.body?.getReader();
          const first = await reader?.read();
          await new Promise((resolve) => setTimeout(resolve, 500));
          await reader?.cancel();
          return first?.value?.byteLength ?? 0;
        });
        expect(read).toBeGreaterThan(0);
        // 46 chunks are the whole; a reader that stops after the first gets no more than what pipes hold.
        expect((await small.about()).chunksSent - before).toBeLessThan(40);
        const whole = await small.page.evaluate(async () => {
          const bytes = new Uint8Array(await (await fetch(`/content/${'A'.repeat(40)}`)).arrayBuffer());
          return { size: bytes.length, right: bytes.every((byte, index) => byte === index % 251) };
        });
        expect(whole).toEqual({ size: 3_000_000, right: true });
      });

      it('starts a fresh engine and a fresh page when the engine falls over', async () => {
        const before = await small.about();
        const address = small.page.url();
        await small.page.evaluate(() => {
          void window.small?.engine.call('test.fall');
        });
        await small.turned(address);
        const after = await small.about();
        expect(after.pid).not.toBe(before.pid);
        expect(isAlive(before.pid)).toBe(false);
        expect(small.page.url()).toMatch(/#\/unlock$/u);
        const said = await small.shell<{ engineFellOver: boolean }>('shell.state');
        expect(said.engineFellOver).toBe(true);
        const saidAgain = await small.shell<{ engineFellOver: boolean }>('shell.state');
        expect(saidAgain.engineFellOver).toBe(false);
      });

      it('starts a fresh engine when somebody kills it', async () => {
        const before = await small.about();
        const address = small.page.url();
        process.kill(before.pid, 'SIGKILL');
        await small.turned(address);
        expect((await small.about()).pid).not.toBe(before.pid);
      });

      it('locks by ending the engine, and starts a fresh one that knows nothing', async () => {
        await small.engine('test.open');
        const before = await small.about();
        await small.shellTurning('shell.lock');
        const after = await small.about();
        expect(isAlive(before.pid)).toBe(false);
        expect(after.state).toBe('locked');
        expect(after.pages).toHaveLength(1);
        expect(small.page.url()).toMatch(/#\/unlock$/u);
      });

      it('locks even an engine that does not listen', async () => {
        await small.engine('test.open');
        const before = await small.about();
        await small.engine('test.deaf');
        await small.shellTurning('shell.lock');
        expect(isAlive(before.pid)).toBe(false);
        expect(small.running.log()).toContain('engine.killed');
      });

      it('ends the engine with the app', async () => {
        const { pid } = await small.about();
        await small.close();
        expect(isAlive(pid)).toBe(false);
      });
    });
});
