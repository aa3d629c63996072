import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

import { fromEngineSchema, type FromEngine, type ToEngine } from '../../../src/contract/control-frames.ts';
import {
  engineEventSchema,
  engineMethods,
  type EngineEvent,
  type EngineInput,
  type EngineMethod,
  type EngineOutput,
} from '../../../src/contract/engine-contract.ts';
import { answerFrameSchema } from '../../../src/contract/frames.ts';
import type { Reply } from '../../../src/contract/reply.ts';
import { createSecretReceiver, sealSecret, type SealedSecret } from '../../../src/contract/sealed-secret.ts';
import type { Settings } from '../../../src/contract/shell-contract.ts';
import type { Task, TaskKind, TaskResult } from '../../../src/contract/tasks.ts';

const engineFile = new URL('../../../electron/engine/engine.ts', import.meta.url);

export const testSettings: Settings = {
  appearance: 'system',
  textSize: 100,
  language: 'en',
  startAtLogin: false,
  keepRunning: false,
  copyWhileCovered: true,
  coverAfterMinutes: 0,
  syncEveryMinutes: 0,
  pauseOnBattery: false,
  pauseOnMetered: false,
  networkCosts: false,
};

/** An error as a reply carried it. */
class ReplyError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>>) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Folders that stand for one computer: engines that run one after the other share them. */
export class EngineComputer {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<EngineComputer> {
    return new EngineComputer(await realpath(await mkdtemp(join(tmpdir(), 'evidence-vault-engine-'))));
  }

  get vaultDir(): string {
    return join(this.root, 'vault');
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

export interface EngineOptions {
  readonly settings?: Partial<Settings>;
  /** What this computer remembers; nothing unless told. */
  readonly vaultDir?: string;
}

/** The real engine in a process of its own, spoken to as main and pages do. Everything it says is held against the contract. */
export class EngineProcess {
  readonly computer: EngineComputer;
  readonly child: ChildProcess;
  readonly frames: FromEngine[] = [];
  readonly exited: Promise<number | null>;
  /** What it wrote on standard output and error. */
  output = '';
  readonly #pages = new Map<number, EnginePage>();
  readonly #waiting = new Set<{
    readonly test: (frame: FromEngine) => boolean;
    readonly resolve: (frame: FromEngine) => void;
  }>();
  #page = 0;
  #read = 0;

  private constructor(computer: EngineComputer, child: ChildProcess) {
    this.computer = computer;
    this.child = child;
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.stdout?.on('data', (data: Buffer) => (this.output += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (this.output += data.toString()));
    child.on('message', (message) => {
      this.#take(fromEngineSchema.parse(message));
    });
  }

  static async start(computer: EngineComputer, options: EngineOptions = {}): Promise<EngineProcess> {
    const child = fork(engineFile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: {
        ...process.env,
        EVIDENCE_VAULT_DIR: computer.vaultDir,
        EVIDENCE_VAULT_TEST_ARGON2: 'lightest',
      },
    });
    const engine = new EngineProcess(computer, child);
    const ready = engine.next(({ type }) => type === 'ready');
    engine.send({
      type: 'start',
      ...(options.vaultDir === undefined ? {} : { vaultDir: options.vaultDir }),
      practiceDir: join(computer.root, 'practice'),
      stateDir: join(computer.root, 'state'),
      settings: { ...testSettings, ...options.settings },
    });
    await ready;
    return engine;
  }

  send(frame: ToEngine): void {
    this.child.send(frame);
  }

  /** The next frame that fits; one that came before does not count. */
  next(test: (frame: FromEngine) => boolean): Promise<FromEngine> {
    return new Promise((resolve) => this.#waiting.add({ test, resolve }));
  }

  grant(path: string): string {
    const id = `g-${randomBytes(16).toString('hex')}`;
    this.send({ type: 'grant', id, path });
    return id;
  }

  async page(): Promise<EnginePage> {
    this.#page += 1;
    const page = new EnginePage(this, this.#page);
    this.#pages.set(this.#page, page);
    this.send({ type: 'page-opened', page: page.number, relayed: true });
    await page.hello;
    return page;
  }

  /** Reads a content as main's protocol handler does: a piece at a time. */
  async read(
    token: string,
    range: { readonly start?: number; readonly end?: number } = {},
  ): Promise<{ readonly begin: FromEngine; readonly bytes: Buffer }> {
    this.#read += 1;
    const id = this.#read;
    const isOurs = (frame: FromEngine): boolean =>
      frame.type.startsWith('content-') && 'id' in frame && frame.id === id;
    let next = this.next(isOurs);
    this.send({ type: 'content-read', id, token, ...range });
    const begin = await next;
    if (begin.type === 'content-error') throw new ReplyError(begin.error.code, begin.error.details);
    const pieces: Uint8Array[] = [];
    for (;;) {
      next = this.next(isOurs);
      this.send({ type: 'content-more', id });
      const frame = await next;
      if (frame.type === 'content-error') throw new ReplyError(frame.error.code, frame.error.details);
      if (frame.type === 'content-end') return { begin, bytes: Buffer.concat(pieces) };
      if (frame.type === 'content-bytes') pieces.push(frame.bytes);
    }
  }

  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.send({ type: 'stop' });
    return this.exited;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  #take(frame: FromEngine): void {
    this.frames.push(frame);
    if (frame.type === 'page-frame') this.#pages.get(frame.page)?.take(frame.frame);
    for (const waiting of [...this.#waiting]) {
      if (!waiting.test(frame)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(frame);
    }
  }
}

/** One page as it speaks with the engine. */
export class EnginePage {
  readonly number: number;
  readonly hello: Promise<string>;
  readonly events: EngineEvent[] = [];
  readonly #engine: EngineProcess;
  readonly #replies = new Map<number, (reply: Reply<unknown>) => void>();
  readonly #watching = new Set<() => void>();
  #greet: (key: string) => void = () => undefined;
  #call = 0;

  constructor(engine: EngineProcess, number: number) {
    this.#engine = engine;
    this.number = number;
    this.hello = new Promise((resolve) => {
      this.#greet = resolve;
    });
  }

  take(raw: unknown): void {
    const frame = answerFrameSchema.parse(raw);
    if (frame.type === 'hello') this.#greet(frame.secretKey ?? '');
    else if (frame.type === 'event') {
      this.events.push(engineEventSchema.parse(frame.event));
      for (const look of [...this.#watching]) look();
    } else {
      const answer = this.#replies.get(frame.id);
      this.#replies.delete(frame.id);
      answer?.(frame.reply);
    }
  }

  /** Sends anything at all as a frame. */
  raw(frame: unknown): void {
    this.#engine.send({ type: 'page-frame', page: this.number, frame });
  }

  /** A call with any input; the reply as it came. */
  reply(method: string, input: unknown): Promise<Reply<unknown>> {
    this.#call += 1;
    const id = this.#call;
    const answered = new Promise<Reply<unknown>>((resolve) => this.#replies.set(id, resolve));
    this.raw({ type: 'call', id, method, input });
    return answered;
  }

  async call<Name extends EngineMethod>(name: Name, input: EngineInput<Name>): Promise<EngineOutput<Name>> {
    const reply = await this.reply(name, input);
    if (!reply.ok) throw new ReplyError(reply.error.code, reply.error.details);
    // What the schema of a method gives is what its name says.
    return engineMethods[name].output.parse(reply.value) as EngineOutput<Name>;
  }

  async codeOf<Name extends EngineMethod>(name: Name, input: EngineInput<Name>): Promise<string> {
    const reply = await this.reply(name, input);
    return reply.ok ? 'nothing' : reply.error.code;
  }

  async seal(purpose: string, secret: string): Promise<SealedSecret> {
    return sealSecret(await this.hello, purpose, secret);
  }

  /** A vault in the usual place, whose recovery key nobody asks for. */
  async createVault(passphrase: string): Promise<void> {
    const { publicKey } = await createSecretReceiver();
    await this.call('vault.create', {
      passphrase: await this.seal('vault.create/passphrase', passphrase),
      replyKey: publicKey,
    });
  }

  /** Resolves with the first event, now or earlier, that fits. */
  event<Found extends EngineEvent>(test: (event: EngineEvent) => event is Found): Promise<Found> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.find(test);
        if (found === undefined) return;
        this.#watching.delete(look);
        resolve(found);
      };
      this.#watching.add(look);
      look();
    });
  }

  /** A task once it has ended, however it did. */
  async ended(id: string): Promise<Task> {
    const { task } = await this.event(
      (event): event is Extract<EngineEvent, { type: 'task' }> =>
        event.type === 'task' && event.task.id === id && event.task.state !== 'running',
    );
    return task;
  }

  /** What a task gave. Throws if it did not end well. */
  async result<Kind extends TaskKind>(
    kind: Kind,
    started: Promise<{ task: string }>,
  ): Promise<TaskResult<Kind>> {
    const task = await this.ended((await started).task);
    if (task.state !== 'done' || task.kind !== kind)
      throw new Error(`the ${task.kind} task ended as ${task.state}: ${task.error?.code ?? ''}`);
    // A task's result is of its kind.
    return task.result as TaskResult<Kind>;
  }
}
