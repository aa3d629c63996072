import { utf8 } from '../../base/bytes.ts';
import type { RawAnswer } from '../source.ts';

/** Members whose values are credentials, wherever they stand. */
const secretMembers = ['privatetoken', 'userprivateaccesskey', 'token', 'wstoken'] as const;

const member = new RegExp(`"(${secretMembers.join('|')})"(\\s*:\\s*)"((?:[^"\\\\]|\\\\.)*)"`, 'g');
/** A token in an address: a parameter, or the folder after `tokenpluginfile.php`. JSON may write `/` as `\/`. */
const parameter = /([?&](?:amp;)?(?:token|wstoken|privatetoken)=)[^&"'<>\\\s]+/g;
/** The key of a session, which Moodle puts into fields and scripts of the HTML within an answer. */
const session = /(sesskey(?:=|\\?"\s*:\s*\\?"))[0-9A-Za-z]+/g;
const folder = /(tokenpluginfile\.php\\?\/)[0-9A-Za-z]{16,}/g;

/**
 * Takes the credentials out of what a site answered, before anything is hashed or kept. Everything else stays byte for byte.
 * It also remembers each credential that it meets, and takes it out wherever it appears later under any name.
 */
export class Redactor {
  readonly #secrets = new Map<string, string>();

  constructor(token: string) {
    this.#secrets.set(token, 'token');
  }

  /** @returns the answer as it may be kept, with the names of what was removed */
  rawAnswer(text: string, mediaType: string): RawAnswer {
    const removed = new Set<string>();
    let kept = text.replace(member, (whole, name: string, colon: string, value: string) => {
      if (value === '') return whole;
      removed.add(name);
      if (value.length >= 8) this.#secrets.set(value, name);
      return `"${name}"${colon}""`;
    });
    const inAddress = (_whole: string, before: string): string => {
      removed.add('token-in-address');
      return before;
    };
    kept = kept.replace(parameter, inAddress).replace(folder, inAddress);
    kept = kept.replace(session, (_whole, before: string) => {
      removed.add('sesskey');
      return before;
    });
    for (const [secret, name] of this.#secrets) {
      if (secret === '' || !kept.includes(secret)) continue;
      kept = kept.replaceAll(secret, '');
      removed.add(name);
    }
    return { bytes: utf8(kept), mediaType, removed: [...removed].sort() };
  }
}
