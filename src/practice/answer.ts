import { encodePhpJson } from './php-json.ts';

/** What the practice provider is going to send. */
export interface Answer {
  readonly status: number;
  /** Names and values in the order of sending; values are Latin-1 strings (HTTP's, so UTF-8 bytes one by one). */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** `chunked` as PHP answers, or `length` with a Content-Length as files have. */
  readonly framing: 'chunked' | 'length';
  /** Set for a real file: what was asked for, decoded. Switches that damage downloads look at it. */
  readonly download?: { readonly path: string };
  /** How this answer goes onto the wire by itself: slowly, or broken off after so many bytes of body. */
  readonly pace?: { readonly bytesPerSecond?: number; readonly cutAfter?: number };
}

const php = ['X-Powered-By', 'PHP/8.2.36'] as const;
const uncached = [
  ['Access-Control-Allow-Origin', '*'],
  ['Cache-Control', 'private, must-revalidate, pre-check=0, post-check=0, max-age=0'],
  ['Pragma', 'no-cache'],
  ['Expires', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['Accept-Ranges', 'none'],
] as const;

function text(body: string): Buffer {
  return Buffer.from(body, 'utf8');
}

/** An answer of `/webservice/rest/server.php`. */
export function restAnswer(json: unknown): Answer {
  return {
    status: 200,
    headers: [php, ['Content-Type', 'application/json'], ...uncached],
    body: text(encodePhpJson(json)),
    framing: 'chunked',
  };
}

export function xmlAnswer(xml: string): Answer {
  return {
    status: 200,
    headers: [
      php,
      ['Content-Type', 'application/xml; charset=utf-8'],
      ['Content-Disposition', 'inline; filename="response.xml"'],
      ...uncached,
    ],
    body: text(xml),
    framing: 'chunked',
  };
}

/** An answer of Moodle's other scripts (token.php, pluginfile.php, service-nologin.php). */
export function scriptAnswer(json: unknown, status = 200): Answer {
  return {
    status,
    headers: [php, ['Content-Type', 'application/json; charset=utf-8'], ...uncached],
    body: text(encodePhpJson(json)),
    framing: 'chunked',
  };
}

/** The error shape of Moodle's other scripts. */
export function scriptError(errorcode: string, error: string, status = 200): Answer {
  return scriptAnswer(
    { error, errorcode, stacktrace: null, debuginfo: null, reproductionlink: null },
    status,
  );
}

export function htmlAnswer(
  status: number,
  html: string,
  headers: readonly (readonly [string, string])[] = [],
  type = 'text/html; charset=utf-8',
): Answer {
  return {
    status,
    headers: [['Content-Type', type], ...headers],
    body: text(html),
    framing: 'chunked',
  };
}
