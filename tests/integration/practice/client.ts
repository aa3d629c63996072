import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import { z } from 'zod';

import type { PracticeProvider } from '../../../src/practice/provider.ts';
import { practiceSiteName } from '../../../src/practice/practice-mark.ts';
import { openRecordings } from '../../../src/practice/recordings.ts';

export const recordings = openRecordings();

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Ask {
  readonly method?: string;
  /** Path and query, as they go onto the wire. */
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One plain request; node:http, because fetch does not let a client choose the Host. */
export function ask(
  provider: PracticeProvider,
  { method, path, form, body, headers = {} }: Ask,
): Promise<Reply> {
  const sent = form === undefined ? body : new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const call = request(
      `${provider.url}${path}`,
      {
        method: method ?? (sent === undefined ? 'GET' : 'POST'),
        agent: false,
        headers: {
          ...(form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces),
          });
        });
      },
    );
    call.on('error', reject);
    call.end(sent);
  });
}

export async function signIn(
  provider: PracticeProvider,
  account: { username: string; password: string } = provider.learner,
): Promise<string> {
  const reply = await ask(provider, {
    path: '/login/token.php',
    form: { username: account.username, password: account.password, service: 'moodle_mobile_app' },
  });
  return z.object({ token: z.string() }).parse(JSON.parse(reply.body.toString())).token;
}

/** Calls a function of the web service, and puts what is recorded in the place of the provider's own address and name. */
export async function call(
  provider: PracticeProvider,
  token: string,
  wsfunction: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const reply = await ask(provider, {
    path: '/webservice/rest/server.php',
    form: { wstoken: token, wsfunction, moodlewsrestformat: 'json', ...parameters },
  });
  return JSON.parse(undress(reply.body.toString(), provider));
}

/** The text as it would have been recorded. */
export function undress(
  text: string,
  provider: PracticeProvider,
  secrets: Readonly<Record<string, string>> = {},
): string {
  let bare = text
    .replaceAll(new URL(provider.url).host, '127.0.0.1:8099')
    .replaceAll(practiceSiteName, 'Lab College')
    .replace(/"userprivateaccesskey":"[0-9a-f]{32}"/, '"userprivateaccesskey":"ACCESSKEY"');
  for (const [secret, name] of Object.entries(secrets)) bare = bare.replaceAll(secret, name);
  return bare;
}
