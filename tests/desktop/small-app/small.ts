import type { Page } from 'playwright-core';

import type { LaunchOptions, RunningApp } from '../support/launch-app.ts';
import { launchApp } from '../support/launch-app.ts';
import type { Stage } from '../support/stage.ts';

interface Client {
  readonly events: readonly { readonly type: string; readonly [field: string]: unknown }[];
  readonly saidHello: () => boolean;
  readonly post: (message: unknown, transfer?: Transferable[]) => void;
  readonly call: (method: string, input?: unknown) => Promise<unknown>;
}

declare global {
  interface Window {
    /** What the small page lends to tests. */
    readonly small?: { readonly engine: Client; readonly shell: Client };
  }
}

/** What the small engine says of itself. */
export interface EngineAbout {
  readonly pid: number;
  readonly viaParentPort: boolean;
  readonly started: { readonly vaultDir?: string; readonly settings: Record<string, unknown> };
  readonly state: string;
  readonly pages: readonly number[];
  readonly heard: readonly string[];
  readonly grants: readonly (readonly [string, string])[];
  readonly chunksSent: number;
  readonly strangeNames: readonly string[];
}

/** The small app, running. */
export class SmallApp {
  readonly running: RunningApp;
  #closed = false;

  private constructor(running: RunningApp) {
    this.running = running;
  }

  static async launch(stage: Stage, folder: string, options: LaunchOptions = {}): Promise<SmallApp> {
    const running = await launchApp({ ...stage, folder }, options);
    const small = new SmallApp(running);
    await small.joined();
    return small;
  }

  get page(): Page {
    return this.running.page;
  }

  /** Waits until the current page is joined to the engine. */
  async joined(): Promise<void> {
    await this.until(() => this.page.evaluate(() => window.small?.engine.saidHello() === true));
  }

  /** Waits for a page that is another than the one at `address`, joined to its engine. */
  async turned(address: string): Promise<void> {
    await this.until(async () => this.page.url() !== address);
    await this.joined();
  }

  /** Asks again and again, over the moments in which a page is being replaced, until the answer is yes. */
  async until(question: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 30_000; ;) {
      if (await question().catch(() => false)) return;
      if (Date.now() > end)
        throw new Error(
          `Waited in vain. The page is at ${this.page.url()}. Main said:\n${this.running.log()}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async engine<Value>(method: string, input: unknown = {}): Promise<Value> {
    const reply = await this.page.evaluate(([name, given]) => window.small?.engine.call(name, given), [
      method,
      input,
    ] as const);
    return valueOf(reply) as Value;
  }

  async shell<Value>(method: string, input: unknown = {}): Promise<Value> {
    const reply = await this.page.evaluate(([name, given]) => window.small?.shell.call(name, given), [
      method,
      input,
    ] as const);
    return valueOf(reply) as Value;
  }

  /** Makes a call whose answer may never come, since the page is replaced. @returns once another page is joined */
  async shellTurning(method: string, input: unknown = {}): Promise<void> {
    const address = this.page.url();
    await this.page.evaluate(
      ([name, given]) => {
        void window.small?.shell.call(name, given);
      },
      [method, input] as const,
    );
    await this.turned(address);
  }

  /** Ends the app; once. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.running.close();
  }

  about(): Promise<EngineAbout> {
    return this.engine<EngineAbout>('test.about');
  }
}

function valueOf(reply: unknown): unknown {
  const { ok, value, error } = reply as { ok: boolean; value: unknown; error?: { code: string } };
  if (!ok) throw new Error(error?.code ?? 'no reply');
  return value;
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
