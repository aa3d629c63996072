import type { Answer } from './answer.ts';
import { recordedHost } from './recordings.ts';

/** What every answer says instead of what was recorded. */
export interface Dressing {
  /** `host:port` at which the provider listens. */
  readonly host: string;
  readonly siteName: string;
  /** The learner's `userprivateaccesskey`. */
  readonly accessKey: string;
}

/**
 * Puts the provider's own address, site name and access key in the place of the recorded ones. The scheme is http in
 * both, and neither `host:port` nor the names hold a character that JSON, HTML or an address escapes, so plain
 * replacement is right at every depth of escaping.
 */
function dressText(text: string, dressing: Dressing): string {
  return text
    .replaceAll(recordedHost, dressing.host)
    .replaceAll('Lab College', dressing.siteName)
    .replaceAll('ACCESSKEY', dressing.accessKey);
}

/** Dresses headers and body; files are sent as they are. */
export function dressAnswer(answer: Answer, dressing: Dressing): Answer {
  if (answer.download !== undefined) return answer;
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) => [name, dressText(value, dressing)] as const),
    body: Buffer.from(dressText(answer.body.toString('utf8'), dressing), 'utf8'),
  };
}
