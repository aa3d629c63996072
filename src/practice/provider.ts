import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { VaultError } from '../base/errors.ts';
import { mainLearner, secondLearner } from './accounts.ts';
import { htmlAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { corruptAnswer } from './corruption.ts';
import { CredentialsHost, type CredentialSwitches } from './credentials/credentials-host.ts';
import { dressAnswer } from './dressing.ts';
import { Faults } from './faults.ts';
import { applyChange } from './lifecycle.ts';
import { listen, stopListening } from './listener.ts';
import type { LoopbackHost } from './listener.ts';
import { markAgain } from './marking.ts';
import { practiceSiteName } from './practice-mark.ts';
import { PracticeState } from './practice-state.ts';
import { describeRequest, readRequest } from './read-request.ts';
import { openRecordings } from './recordings.ts';
import { RequestLog } from './request-log.ts';
import { route } from './router.ts';
import type { PracticeRequest } from './practice-request.ts';
import { sendAnswer } from './send-answer.ts';
import type { PracticeSwitches } from './switches.ts';

/** Name and password of somebody at the practice site. They are no secrets. */
interface PracticeAccount {
  readonly username: string;
  readonly password: string;
}

export interface PracticeOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Loopback only; `127.0.0.1` by default. */
  readonly host?: LoopbackHost;
}

export interface PracticeProvider {
  /** `http://host:port`, without a slash at the end: the site's wwwroot. */
  readonly url: string;
  readonly siteName: string;
  /** The learner whose work the recordings hold. */
  readonly learner: PracticeAccount;
  /** Another learner of the same site, who sees nothing of the first one's work. */
  readonly secondLearner: PracticeAccount;
  readonly requests: RequestLog;
  readonly switches: PracticeSwitches;
  /** What can be made to happen with its signed credentials, which it hosts at the same address. */
  readonly credentials: CredentialSwitches;
  /** Stops the server and breaks what is open; fine to call twice. */
  close(): Promise<void>;
}

const hosts: readonly string[] = ['127.0.0.1', '::1', 'localhost'] satisfies LoopbackHost[];

/**
 * Starts a loopback server that answers like a real Moodle 4.5, from recordings of one. Nothing is written anywhere;
 * two providers at once share nothing.
 *
 * Throws `input.usage` for a host that is not this computer's own; rejects with the system's error if the port is taken.
 */
export async function startPracticeProvider(options: PracticeOptions = {}): Promise<PracticeProvider> {
  const { port = 0, host = '127.0.0.1' } = options;
  if (!hosts.includes(host)) throw new VaultError('input.usage', { option: 'host' });
  const site = new PracticeServer(host);
  await site.start(port);
  return {
    url: site.url,
    siteName: practiceSiteName,
    learner: { username: mainLearner.username, password: mainLearner.password },
    secondLearner: { username: secondLearner.username, password: secondLearner.password },
    requests: site.requests,
    switches: site.switches(),
    credentials: site.credentials.switches(),
    close: () => site.stop(),
  };
}

class PracticeServer {
  readonly requests = new RequestLog();
  readonly #state = new PracticeState(openRecordings());
  readonly credentials = new CredentialsHost(this.#state.site, () => this.url);
  readonly #faults = new Faults();
  readonly #host: LoopbackHost;
  readonly #server: Server;
  #port = 0;

  constructor(host: LoopbackHost) {
    this.#host = host;
    this.#server = createServer((message, response) => {
      // A client that breaks off is its own affair; the log shows what it was sent.
      this.#serve(message, response).catch(() => response.destroy());
    });
  }

  get url(): string {
    return `http://${this.#state.host}`;
  }

  async start(port: number): Promise<void> {
    this.#port = await listen(this.#server, this.#host, port);
    const name = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    this.#state.host = `${name}:${this.#port}`;
  }

  stop(): Promise<void> {
    return stopListening(this.#server);
  }

  switches(): PracticeSwitches {
    const state = this.#state;
    const faults = this.#faults;
    return {
      apply: (change) => applyChange(state.site, change),
      situation: (name) => {
        state.enter(name === 'normal' ? '00_normal' : name);
      },
      maintenance: (kind) => {
        state.enter(maintenances[kind]);
      },
      die: () => this.stop(),
      revive: () => this.start(this.#port),
      markAgain: (assignmentId, mark) => {
        markAgain(state.site, assignmentId, mark);
      },
      expireLogins: () => {
        state.tokens.expireAll();
        state.sessions.endAll();
      },
      forget: (courseId) => {
        state.forget(courseId);
      },
      unreadableFiles: (lost) => {
        state.unreadableFiles = lost;
      },
      singleSignOn: (on) => {
        state.singleSignOn = on;
      },
      hostilePages: (on) => {
        state.hostilePages = on;
      },
      corruptDownload: (pattern, how, times = Infinity) => {
        faults.add(pattern, { kind: 'corrupt', how }, times);
      },
      failNext: (pattern, status, times = 1, headers = {}) => {
        faults.add(pattern, { kind: 'fail', status, headers }, times);
      },
      hang: (pattern, times = Infinity) => {
        faults.add(pattern, { kind: 'hang' }, times);
      },
      cutAfter: (pattern, bytes, times = 1) => {
        faults.add(pattern, { kind: 'cut', bytes }, times);
      },
      slow: (how) => {
        faults.slowness = how === 'off' ? undefined : how;
      },
      clearFaults: () => {
        faults.clear();
      },
    };
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    const entry = describeRequest(request);
    response.once('close', this.requests.begin(entry));
    if (this.#faults.take('hang', entry.line) !== undefined) return;
    const { slowness } = this.#faults;
    if (slowness !== undefined && 'msPerRequest' in slowness) await wait(slowness.msPerRequest);
    const answer = await this.#answer(request, entry.line);
    entry.status = answer.status;
    await sendAnswer(response, answer, {
      headersOnly: request.method === 'HEAD',
      bytesPerSecond:
        slowness !== undefined && 'bytesPerSecond' in slowness
          ? slowness.bytesPerSecond
          : answer.pace?.bytesPerSecond,
      cutAfter: this.#faults.take('cut', entry.line)?.bytes ?? answer.pace?.cutAfter,
      onBytes: (count) => {
        entry.bytesSent += count;
      },
    });
  }

  async #answer(request: PracticeRequest, line: string): Promise<Answer> {
    const failure = this.#faults.take('fail', line);
    if (failure !== undefined) {
      const page = `<html><head><title>${failure.status}</title></head><body></body></html>\n`;
      return htmlAnswer(failure.status, page, Object.entries(failure.headers), 'text/html');
    }
    const signed = await this.credentials.answer(request);
    // What is signed goes out as it was signed.
    if (signed !== undefined && signed.download === undefined) return signed;
    const answer = signed ?? route(this.#state, request);
    const corruption = answer.download === undefined ? undefined : this.#faults.take('corrupt', line);
    return dressAnswer(corruption === undefined ? answer : corruptAnswer(answer, corruption.how), {
      host: this.#state.host,
      siteName: practiceSiteName,
      accessKey: this.#state.accessKey,
    });
  }
}

const maintenances = {
  admin: '02_admin_maintenance_mode',
  cli: '01_cli_maintenance_html',
  off: '00_normal',
} as const;
