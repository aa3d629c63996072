import type { MessagePortMain } from 'electron';

import {
  fromEngineSchema,
  toEngineSchema,
  type FromEngine,
  type ToEngine,
} from '../../src/contract/control-frames.ts';
import type { EngineChild } from './engine-launch.ts';
import type { Log } from './log.ts';
import { restartDelay, steadyAfter } from './policies/restart-delay.ts';

export interface EngineEvents {
  /** A fresh engine runs and was told where it is; pages may be opened. */
  readonly started: () => void;
  readonly message: (message: FromEngine) => void;
  /** It ended without being asked; a fresh one starts by itself after a moment. */
  readonly fellOver: () => void;
}

/** The one engine: started, spoken to, ended, and started again when it falls over. */
export class EngineProcess {
  readonly #launch: () => EngineChild;
  readonly #hello: () => ToEngine;
  readonly #log: Log;
  #events: EngineEvents | undefined;
  #child: EngineChild | undefined;
  #stopping: Promise<void> | undefined;
  #ended: (() => void) | undefined;
  #crashes = 0;
  #startedAt = 0;
  #spoke = false;
  #restart: NodeJS.Timeout | undefined;
  #nextId = 1;

  /** @param hello the first message to each fresh engine */
  constructor(launch: () => EngineChild, hello: () => ToEngine, log: Log) {
    this.#launch = launch;
    this.#hello = hello;
    this.#log = log;
  }

  /** Who hears of it from now on. An engine may run already: it can be started before those who join it stand. */
  listen(events: EngineEvents): void {
    this.#events = events;
    if (this.running) events.started();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Whether the engine that runs now has said anything: one that has not can hold no key yet. */
  get spoke(): boolean {
    return this.#spoke;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#stopping === undefined;
  }

  /** Whether pages' frames go through main. */
  get relays(): boolean {
    return this.#child?.relays ?? false;
  }

  nextRequestId(): number {
    return this.#nextId++;
  }

  start(): void {
    clearTimeout(this.#restart);
    if (this.#child !== undefined) return;
    const child = this.#launch();
    this.#child = child;
    this.#startedAt = Date.now();
    this.#spoke = false;
    child.onMessage((message) => {
      this.#hear(child, message);
    });
    child.onExit((code) => {
      this.#gone(child, code);
    });
    this.send(this.#hello());
    this.#events?.started();
  }

  /** Sends if an engine runs; what is for one that ended is for nobody. Throws on a message that the contract does not know: a bug. */
  send(message: ToEngine, ports?: MessagePortMain[]): void {
    this.#child?.send(toEngineSchema.parse(message), ports);
  }

  /** Asks the engine to finish and end, and ends it after `limit` milliseconds. Settles when the process is gone. */
  stop(limit: number): Promise<void> {
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child === undefined) return Promise.resolve();
    this.#stopping ??= new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#log.add('engine.killed');
        child.kill();
      }, limit);
      this.#ended = () => {
        clearTimeout(timer);
        resolve();
      };
      this.send({ type: 'stop' });
    });
    return this.#stopping;
  }

  #hear(child: EngineChild, message: unknown): void {
    // What a stopped engine still says is about a vault that is locked by now.
    if (child !== this.#child || this.#stopping !== undefined) return;
    this.#spoke = true;
    const parsed = fromEngineSchema.safeParse(message);
    if (parsed.success) this.#events?.message(parsed.data);
    else this.#log.add('engine.message-unknown');
  }

  #gone(child: EngineChild, code: number): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    if (this.#stopping !== undefined) {
      this.#stopping = undefined;
      this.#crashes = 0;
      this.#ended?.();
      return;
    }
    this.#crashes = Date.now() - this.#startedAt > steadyAfter ? 1 : this.#crashes + 1;
    this.#log.add('engine.fell-over', { code, inARow: this.#crashes });
    this.#restart = setTimeout(() => {
      this.start();
    }, restartDelay(this.#crashes));
    this.#events?.fellOver();
  }
}
