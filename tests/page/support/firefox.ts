import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

const MessageSchema = z.looseObject({
  id: z.number().optional(),
  type: z.string().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});
const ContextSchema = z.object({ context: z.string() });
const ValueSchema = z.looseObject({
  type: z.string(),
  result: z
    .looseObject({ type: z.string(), value: z.unknown().optional(), sharedId: z.string().optional() })
    .optional(),
  exceptionDetails: z.looseObject({ text: z.string() }).optional(),
});
const RequestSchema = z.looseObject({ request: z.looseObject({ url: z.string() }) });

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A stock Firefox, spoken to by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): as much of it as the page's tests need. */
export class Firefox {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #profile: string;
  readonly #waiting = new Map<number, Waiting>();
  /** Addresses of all that was asked for. */
  readonly asked: string[] = [];
  #last = 0;
  #context = '';

  private constructor(process: ChildProcess, socket: WebSocket, profile: string) {
    this.#process = process;
    this.#socket = socket;
    this.#profile = profile;
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)));
  }

  /** Starts it with a new profile and one empty page. */
  static async start(program: string): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'evidence-vault-firefox-'));
    // Nothing of its own that would be asked for while the page is looked at.
    await writeFile(join(profile, 'user.js'), quiet.map((line) => `user_pref(${line});\n`).join(''));
    const child = spawn(
      program,
      ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, HOME: profile, MOZ_HEADLESS: '1' },
      },
    );
    const address = await addressOf(child);
    const socket = new WebSocket(`${address}/session`);
    await once(socket, 'open');
    const firefox = new Firefox(child, socket, profile);
    await firefox.#send('session.new', { capabilities: {} });
    await firefox.#send('session.subscribe', { events: ['network.beforeRequestSent'] });
    const { context } = ContextSchema.parse(await firefox.#send('browsingContext.create', { type: 'tab' }));
    firefox.#context = context;
    return firefox;
  }

  async goTo(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  /** What an expression gives in the page, once its promise is kept. */
  async evaluate(expression: string): Promise<unknown> {
    return (await this.#evaluate(expression)).value;
  }

  /** Chooses files for the field that `selector` finds. */
  async setFiles(selector: string, files: readonly string[]): Promise<void> {
    const { sharedId } = await this.#evaluate(`document.querySelector(${JSON.stringify(selector)})`);
    await this.#send('input.setFiles', { context: this.#context, element: { sharedId }, files });
  }

  async close(): Promise<void> {
    await this.#send('session.end', {}).catch(() => undefined);
    this.#socket.close();
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #evaluate(expression: string): Promise<NonNullable<z.infer<typeof ValueSchema>['result']>> {
    const given = ValueSchema.parse(
      await this.#send('script.evaluate', {
        expression,
        target: { context: this.#context },
        awaitPromise: true,
      }),
    );
    if (given.result === undefined) throw new Error(given.exceptionDetails?.text ?? 'nothing was given');
    return given.result;
  }

  #send(method: string, params: object): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  #hear(data: string): void {
    const { id, method, params, result, error, message } = MessageSchema.parse(JSON.parse(data));
    if (method === 'network.beforeRequestSent') {
      const { url } = RequestSchema.parse(params).request;
      if (!/^(?:blob|data|about):/u.test(url)) this.asked.push(url);
    }
    if (id === undefined) return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(`${error}: ${message ?? ''}`));
  }
}

const quiet = [
  '"app.update.disabledForTesting", true',
  '"browser.shell.checkDefaultBrowser", false',
  '"datareporting.policy.dataSubmissionEnabled", false',
  '"toolkit.telemetry.reportingpolicy.firstRun", false',
  '"network.captive-portal-service.enabled", false',
  '"network.connectivity-service.enabled", false',
  '"browser.startup.page", 0',
  '"browser.aboutwelcome.enabled", false',
];

/** Firefox says on standard error where it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`Firefox ended before it listened. It said: ${said}`)));
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString();
      const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/u.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}
