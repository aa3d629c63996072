import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { parseUtf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { longestAddCheckpoint } from '../ledger/witness/add-checkpoint.ts';
import type { Witness, WitnessAnswer } from './witness.ts';
import { logKeyHeader } from './witness-protocol.ts';

export interface WitnessServerOptions {
  /** The address to listen on; 127.0.0.1 unless others shall reach it. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Milliseconds that requests under way have to end when it is closed; 5000 unless told. */
  readonly closingPatience?: number;
  /** Told what went wrong inside; the asker hears only that it did. */
  readonly onProblem: (error: unknown) => void;
}

export interface RunningWitness {
  /** `http://host:port/`, which is what `add-checkpoint` is put after. */
  readonly url: string;
  /** Lets go of the port; waits for requests that are under way, but not for ever. */
  close(): Promise<void>;
}

/** A request that takes longer to arrive is given up. */
const patience = 15_000;
const closingPatience = 5000;
const mostConnections = 500;

interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

/**
 * Serves a witness over HTTP (https://c2sp.org/tlog-witness). TLS is for a proxy in front of it: what goes over this line is hashes and
 * signatures, which need no secrecy, and the answer proves itself.
 * Throws `input.usage` if it cannot listen there.
 */
export async function serveWitness(witness: Witness, options: WitnessServerOptions): Promise<RunningWitness> {
  const server = createServer((request, response) => {
    reply(witness, request)
      .catch((error: unknown): Reply => {
        // Whoever hangs up in the middle is nobody's problem.
        if (request.complete) options.onProblem(error);
        return { status: 500, body: 'Something went wrong here; nothing was signed.\n' };
      })
      .then((answer) => {
        send(response, answer);
      })
      .catch(options.onProblem);
  });
  server.requestTimeout = patience;
  server.headersTimeout = patience;
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new VaultError('input.usage', { problem: 'the address or port cannot be used' }, cause));
    });
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new VaultError('internal.bug', { what: 'address' });
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${host}:${String(address.port)}/`,
    close: () =>
      new Promise((resolve, reject) => {
        // Once it is closing, nothing else limits how long half a request may hold it.
        const enough = setTimeout(() => {
          server.closeAllConnections();
        }, options.closingPatience ?? closingPatience).unref();
        server.close((error) => {
          clearTimeout(enough);
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeIdleConnections();
      }),
  };
}

async function reply(witness: Witness, request: IncomingMessage): Promise<Reply> {
  // What is no address at all, such as `//`, has nothing behind it either.
  const pathname = URL.parse(request.url ?? '/', 'http://witness')?.pathname;
  if (pathname !== '/add-checkpoint') return { status: 404, body: 'There is nothing here.\n' };
  if (request.method !== 'POST') return { status: 405, body: 'Only POST is understood here.\n' };
  const body = await readBody(request);
  if (body === undefined) return { status: 413, body: 'The request is too long.\n' };
  const text = readText(body);
  if (text === undefined) return replyTo({ outcome: 'malformed' });
  const logKey = request.headers[logKeyHeader];
  return replyTo(witness.answer(text, typeof logKey === 'string' ? logKey : undefined));
}

/** The whole body, or undefined if it is longer than any that is worth reading. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > longestAddCheckpoint) return undefined;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) throw new VaultError('internal.bug', { what: 'request-body' });
    length += piece.length;
    if (length > longestAddCheckpoint) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function readText(body: Uint8Array): string | undefined {
  try {
    return parseUtf8(body);
  } catch (thrown) {
    if (thrown instanceof VaultError) return undefined;
    throw thrown;
  }
}

function replyTo(answer: WitnessAnswer): Reply {
  switch (answer.outcome) {
    case 'cosigned':
      return { status: 200, body: `${answer.line}\n` };
    case 'malformed':
      return { status: 400, body: 'The request is not written as c2sp.org/tlog-witness says.\n' };
    case 'not-signed':
      return { status: 403, body: 'The checkpoint is not signed with the key of its log.\n' };
    case 'unknown-log':
      return { status: 404, body: 'This log is not known here.\n' };
    case 'conflict':
      return { status: 409, type: 'text/x.tlog.size', body: `${answer.size}\n` };
    case 'proof-wrong':
      return { status: 422, body: 'The checkpoint does not extend what was seen here before.\n' };
    case 'full':
      return { status: 503, body: 'No more logs are taken here.\n' };
  }
}

function send(response: ServerResponse, { status, type = 'text/plain; charset=utf-8', body }: Reply): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // What was not read is not waited for.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(body);
}
