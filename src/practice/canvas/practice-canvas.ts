import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { VaultError } from '../../base/errors.ts';
import { Faults } from '../faults.ts';
import { listen, stopListening } from '../listener.ts';
import type { RequestPattern } from '../pattern.ts';
import { practiceHeader } from '../practice-mark.ts';
import { RequestLog, removeSecrets, type LoggedRequest } from '../request-log.ts';
import type { CanvasData, PracticeAssignment, PracticeCourse, PracticeFile } from './canvas-data.ts';
import { fileRow, restOf, type FileVersion, type RestOfFile, type Row } from './canvas-files.ts';
import { encodeLikeRails, type JsonContext } from './canvas-json.ts';
import { routeApi } from './canvas-router.ts';
import { learner, seededData } from './seeded-data.ts';

/** What can be made to happen at the practice Canvas while it runs. */
interface CanvasSwitches {
  /** Every so many requests of the API one is refused once as too many; 0 for none. */
  throttleEvery(requests: number): void;
  /** Answers the next `times` requests that fit with this status and headers. */
  failNext(
    pattern: RequestPattern,
    status: number,
    times?: number,
    headers?: Readonly<Record<string, string>>,
  ): void;
  /** Breaks the connection of the next `times` requests that fit after so many bytes of body. */
  cutAfter(pattern: RequestPattern, bytes: number, times?: number): void;
  clearFaults(): void;
  /** How a rest of a file is answered. */
  ranges(how: RestOfFile): void;
  /** What a file says of its version. */
  versions(how: FileVersion): void;
  /** The access token is good no longer. */
  expireToken(): void;
  /** The learner makes a new access token, which from now on is the only good one; `token` gives it. */
  renewToken(): void;
  /** The token belongs to another account from now on: its id. */
  tokenOf(account: number): void;
  /** Where a download is sent on to: the other host, as in the cloud; itself, as small ones do; round and round; or to a sign-in page. */
  redirects(how: 'other-host' | 'none' | 'circle' | 'sign-in'): void;
  /** How the link to the next page is: right, to another host, or to the page itself. */
  nextLinks(how: 'right' | 'elsewhere' | 'circle'): void;
  /** Answers as Canvases did before `posted_at` and comments that say their attempt. */
  older(on: boolean): void;
  /** Marks that are not posted stand in the answers all the same. */
  leakMarks(on: boolean): void;
  /** The server is gone, with its file host, until `revive`. */
  die(): Promise<void>;
  revive(): Promise<void>;
}

export interface PracticeCanvas {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  /** The other host, which files come from. */
  readonly filesUrl: string;
  readonly token: string;
  readonly learner: { readonly id: number; readonly name: string; readonly login: string };
  /** Requests to the Canvas and to its file host. */
  readonly requests: RequestLog;
  /** Authorization headers that came to the file host, where none belongs. */
  readonly strayTokens: readonly string[];
  /** What it holds; changing it is what staff and learner do. */
  readonly data: CanvasData;
  readonly switches: CanvasSwitches;
  assignment(id: number): PracticeAssignment;
  course(id: number): PracticeCourse;
  close(): Promise<void>;
}

export interface PracticeCanvasOptions {
  readonly port?: number;
  /** Rows on a page, at most; a client may ask for fewer and not for more. */
  readonly perPage?: number;
}

/**
 * Starts a loopback server that answers like a Canvas, from made-up data that are the same each time (see README.md). Nothing is
 * written anywhere; two of them share nothing.
 */
export async function startPracticeCanvas(options: PracticeCanvasOptions = {}): Promise<PracticeCanvas> {
  const canvas = new CanvasServer(options.perPage ?? 3);
  await canvas.start(options.port ?? 0);
  return canvas;
}

class CanvasServer implements PracticeCanvas {
  readonly requests = new RequestLog();
  readonly strayTokens: string[] = [];
  readonly data = seededData();
  readonly learner = learner;
  readonly switches: CanvasSwitches;
  readonly #perPage: number;
  readonly #faults = new Faults();
  readonly #key = randomBytes(16).toString('hex');
  readonly #servers: readonly [Server, Server];
  #ports: [number, number] = [0, 0];
  #token = newToken();
  #account = learner.id;
  #expired = false;
  #older = false;
  #leaks = false;
  #throttleEvery = 0;
  #asked = 0;
  #redirects: Parameters<CanvasSwitches['redirects']>[0] = 'other-host';
  #ranges: RestOfFile = 'right';
  #versions: FileVersion = 'etag';
  #nextLinks: Parameters<CanvasSwitches['nextLinks']>[0] = 'right';

  constructor(perPage: number) {
    this.#perPage = perPage;
    this.#servers = [
      this.#server((message) => this.#answer(message)),
      this.#server((message) => this.#answerFile(message)),
    ];
    this.switches = this.#makeSwitches();
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports[0]}`;
  }

  get token(): string {
    return this.#token;
  }

  get filesUrl(): string {
    return `http://127.0.0.1:${this.#ports[1]}`;
  }

  async start(port: number): Promise<void> {
    const [site, files] = this.#servers;
    this.#ports = [await listen(site, '127.0.0.1', port), await listen(files, '127.0.0.1', this.#ports[1])];
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(stopListening));
  }

  assignment(id: number): PracticeAssignment {
    const found = this.data.courses.flatMap(({ assignments }) => assignments).find((each) => each.id === id);
    if (found === undefined) throw new VaultError('input.not-found', { what: 'assignment' });
    return found;
  }

  course(id: number): PracticeCourse {
    const found = this.data.courses.find((each) => each.id === id);
    if (found === undefined) throw new VaultError('input.not-found', { what: 'course' });
    return found;
  }

  #makeSwitches(): CanvasSwitches {
    return {
      throttleEvery: (requests) => {
        this.#throttleEvery = requests;
      },
      failNext: (pattern, status, times = 1, headers = {}) => {
        this.#faults.add(pattern, { kind: 'fail', status, headers }, times);
      },
      cutAfter: (pattern, bytes, times = 1) => {
        this.#faults.add(pattern, { kind: 'cut', bytes }, times);
      },
      clearFaults: () => {
        this.#faults.clear();
      },
      ranges: (how) => {
        this.#ranges = how;
      },
      versions: (how) => {
        this.#versions = how;
      },
      expireToken: () => {
        this.#expired = true;
      },
      renewToken: () => {
        this.#token = newToken();
        this.#expired = false;
      },
      tokenOf: (account) => {
        this.#account = account;
      },
      redirects: (how) => {
        this.#redirects = how;
      },
      nextLinks: (how) => {
        this.#nextLinks = how;
      },
      older: (on) => {
        this.#older = on;
      },
      leakMarks: (on) => {
        this.#leaks = on;
      },
      die: () => this.close(),
      revive: () => this.start(this.#ports[0]),
    };
  }

  #server(answer: (message: IncomingMessage) => Row): Server {
    return createServer((message, response) => {
      message.resume();
      const entry = describe(message);
      response.once('close', this.requests.begin(entry));
      const failure = this.#faults.take('fail', entry.line);
      const row =
        failure === undefined
          ? answer(message)
          : {
              status: failure.status,
              headers: { 'Content-Type': 'text/html', ...failure.headers },
              body: Buffer.from('<html></html>'),
            };
      entry.status = row.status;
      send(response, row, this.#faults.take('cut', entry.line)?.bytes);
      entry.bytesSent = row.body.length;
    });
  }

  #answer(message: IncomingMessage): Row {
    const url = new URL(message.url ?? '/', this.url);
    const verifier = url.searchParams.get('verifier') ?? url.searchParams.get('token');
    const download = /^\/(?:files\/(\d+)\/download|media_download)$/.exec(url.pathname);
    if (download !== null) return this.#sendOn(this.#fileFor(url, download[1], verifier), url);
    if (url.pathname === '/login') return page(200, '<!doctype html><html><title>Log in</title></html>');
    if (!url.pathname.startsWith('/api/v1/'))
      return page(404, '<!doctype html><html><title>Page not found</title></html>');
    if (message.method !== 'GET') return json(405, { errors: [{ message: 'reads only' }] });
    if (this.#expired || message.headers.authorization !== `Bearer ${this.token}`)
      return json(
        401,
        { errors: [{ message: 'Invalid access token.' }] },
        { 'WWW-Authenticate': 'Bearer realm="canvas-lms"' },
      );
    this.#asked += 1;
    if (this.#throttleEvery > 0 && this.#asked % this.#throttleEvery === 0)
      return {
        status: 403,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Rate-Limit-Remaining': '0.0' },
        body: Buffer.from('403 Forbidden (Rate Limit Exceeded)\n'),
      };
    return this.#api(url, (message.headers.accept ?? '').includes('canvas-string-ids'));
  }

  #api(url: URL, stringIds: boolean): Row {
    const path = url.pathname.slice('/api/v1/'.length);
    const answer = routeApi(
      path,
      url.searchParams,
      { ...this.data, learner: { ...learner, id: this.#account } },
      this.#context(),
    );
    if ('status' in answer)
      return answer.status === 401
        ? json(401, {
            status: 'unauthorized',
            errors: [{ message: 'user not authorized to perform that action' }],
          })
        : json(404, { errors: [{ message: 'The specified resource does not exist.' }] });
    const quota = { 'X-Request-Cost': '0.0421', 'X-Rate-Limit-Remaining': '599.7' };
    if ('one' in answer) return json(200, answer.one, quota, stringIds);
    const size = Math.min(this.#perPage, Number(url.searchParams.get('per_page') ?? 10));
    const from = this.#bookmark(url.searchParams.get('page'));
    const rows = answer.list.slice(from, from + size);
    const next = from + size < answer.list.length ? this.#link(url, from + size) : undefined;
    const links = [`<${url.href}>; rel="current"`, ...(next === undefined ? [] : [`<${next}>; rel="next"`])];
    return json(200, rows, { ...quota, Link: links.join(',') }, stringIds);
  }

  #context(): JsonContext {
    return { url: this.url, older: this.#older, leaks: this.#leaks };
  }

  /** Opaque, and good for nothing but being sent back: who counts pages by themselves gets an empty one. */
  #link(url: URL, from: number): string {
    if (this.#nextLinks === 'circle') return url.href;
    const next = new URL(url);
    if (this.#nextLinks === 'elsewhere') next.port = String(this.#ports[1]);
    next.searchParams.set('page', `bookmark:${from}.${this.#sign(String(from))}`);
    return next.href;
  }

  #bookmark(page: string | null): number {
    if (page === null) return 0;
    const [, from = '', signature] = /^bookmark:(\d+)\.(\w+)$/.exec(page) ?? [];
    return signature === this.#sign(from) ? Number(from) : Number.MAX_SAFE_INTEGER;
  }

  #fileFor(url: URL, id: string | undefined, verifier: string | null): PracticeFile | undefined {
    const wanted = id ?? url.searchParams.get('entryId')?.replace(/^m-/, '');
    const file = this.data.files.get(Number(wanted));
    return file?.uuid === verifier ? file : undefined;
  }

  #sendOn(file: PracticeFile | undefined, url: URL): Row {
    if (file === undefined || file.lost === true) return page(404, '<!doctype html><html></html>');
    if (this.#redirects === 'none') return fileRow(file);
    const target =
      this.#redirects === 'circle'
        ? url.href
        : this.#redirects === 'sign-in'
          ? `${this.url}/login`
          : `${this.filesUrl}/${file.id}/${encodeURIComponent(file.name)}?token=${this.#sign(String(file.id))}`;
    return { status: 302, headers: { Location: target }, body: Buffer.alloc(0) };
  }

  /** The store behind it: it takes the key in the address, and refuses who shows another one besides. */
  #answerFile(message: IncomingMessage): Row {
    const { authorization } = message.headers;
    if (authorization !== undefined) {
      this.strayTokens.push(authorization);
      return json(400, { error: 'Only one auth mechanism allowed' });
    }
    const url = new URL(message.url ?? '/', this.filesUrl);
    const id = url.pathname.split('/')[1] ?? '';
    const file = this.data.files.get(Number(id));
    if (file === undefined || url.searchParams.get('token') !== this.#sign(id))
      return json(403, { error: 'denied' });
    const row = fileRow(file, this.#versions);
    const from = /^bytes=(\d+)-$/.exec(message.headers.range ?? '')?.[1];
    if (from !== undefined) return restOf(row, Number(from), this.#ranges);
    return row.headers.ETag !== undefined && message.headers['if-none-match'] === row.headers.ETag
      ? { status: 304, headers: { ETag: row.headers.ETag }, body: Buffer.alloc(0) }
      : row;
  }

  #sign(text: string): string {
    return createHash('sha256').update(`${this.#key} ${text}`).digest('hex');
  }
}

function newToken(): string {
  return `7~${randomBytes(48).toString('base64url')}`;
}

function describe(message: IncomingMessage): LoggedRequest {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const method = message.method ?? '';
  const path = decodeURIComponent(url.pathname);
  const parameters = removeSecrets(
    [...url.searchParams].map(([name, value]) => [name === 'verifier' ? 'token' : name, value] as const),
  );
  return {
    method,
    path,
    functionName: undefined,
    parameters,
    range: message.headers.range,
    line: `${method} ${path}`,
    status: undefined,
    bytesSent: 0,
  };
}

function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
  stringIds = false,
): Row {
  const body = Buffer.from(encodeLikeRails(value, stringIds));
  const etag = `W/"${createHash('md5').update(body).digest('hex')}"`;
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ETag: etag, ...headers },
    body,
  };
}

function page(status: number, html: string): Row {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from(html) };
}

function send(response: ServerResponse, { status, headers, body }: Row, cutAfter: number | undefined): void {
  response.writeHead(status, {
    ...headers,
    [practiceHeader]: '1',
    ...(status === 304 ? {} : { 'Content-Length': body.length }),
  });
  if (cutAfter === undefined) {
    response.end(status === 304 ? undefined : body);
    return;
  }
  response.write(body.subarray(0, cutAfter), () => response.socket?.destroy());
}
