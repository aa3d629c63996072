import { readFile } from 'node:fs/promises';
import { net, protocol, type Session } from 'electron';

import { asVaultError } from '../../src/base/errors.ts';
import type { ContentReads } from './content-reads.ts';
import type { PageFile } from './page-files.ts';
import type { Log } from './log.ts';
import { parseRange } from './policies/content-range.ts';
import { appScheme, parsePageAddress } from './policies/page-address.ts';
import { contentHeaders, fileHeaders } from './policies/page-headers.ts';

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

export interface AppProtocol {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly contents: ContentReads;
  /** The one host that is answered now. */
  readonly currentHost: () => string;
  /** Origin of vite's server in `npm run dev`. */
  readonly devServer: string | undefined;
  readonly log: Log;
}

/** Serves the page's files and the evidence it shows, to the current page alone. */
export function serveApp(session: Session, app: AppProtocol): void {
  session.protocol.handle(appScheme, async (request) => {
    const address = parsePageAddress(request.url);
    if (address?.host !== app.currentHost()) return refusal(404);
    if (request.method !== 'GET') return refusal(405);
    const [, token] = /^\/content\/([A-Za-z0-9_-]{1,128})$/u.exec(address.path) ?? [];
    if (token !== undefined) return serveContent(request, token, app);
    return app.devServer === undefined
      ? serveFile(address.path, app)
      : serveFromDevServer(request, app.devServer);
  });
}

async function serveFile(path: string, { files }: AppProtocol): Promise<Response> {
  const found = files.get(path);
  if (found === undefined) return refusal(404);
  return new Response(new Uint8Array(await readFile(found.file)), { headers: fileHeaders(found.mediaType) });
}

async function serveFromDevServer(request: Request, devServer: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const accept = request.headers.get('accept');
  const answer = await net.fetch(`${devServer}${pathname}${search}`, {
    headers: accept === null ? {} : { accept },
  });
  const headers = fileHeaders(answer.headers.get('content-type') ?? 'application/octet-stream', devServer);
  return new Response(answer.body, { status: answer.status, headers });
}

async function serveContent(request: Request, token: string, app: AppProtocol): Promise<Response> {
  try {
    const whole = await app.contents.open(token);
    const headers = contentHeaders(whole.mediaType);
    const part = parseRange(request.headers.get('range'), whole.size);
    if (part === 'all')
      return new Response(whole.body, { headers: { ...headers, 'Content-Length': String(whole.size) } });
    await whole.body.cancel();
    if (part === 'unsatisfiable')
      return refusal(416, { ...headers, 'Content-Range': `bytes */${whole.size}` });
    const { body } = await app.contents.open(token, part);
    return new Response(body, {
      status: 206,
      headers: {
        ...headers,
        'Content-Length': String(part.end - part.start),
        'Content-Range': `bytes ${part.start}-${part.end - 1}/${whole.size}`,
      },
    });
  } catch (error) {
    const { code } = asVaultError(error);
    app.log.add('content.refused', { code });
    return refusal(code === 'access.locked' ? 403 : code === 'input.not-found' ? 404 : 500);
  }
}

function refusal(status: number, headers: Record<string, string> = fileHeaders('text/plain')): Response {
  return new Response(null, { status, headers });
}
