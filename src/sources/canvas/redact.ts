import { utf8 } from '../../base/bytes.ts';
import type { RawAnswer } from '../source.ts';

/**
 * Members whose values let anybody in who has them: the `uuid` of a file is its `verifier`, `ics` is the address of a private
 * calendar, `secure_params` a signed launch, `validation_token` belongs to a quiz under way.
 */
const member = /"(uuid|ics|secure_params|validation_token|access_token)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g;

/** Parameters of addresses that are keys: of Canvas, of its file service and of stores behind it. Rails writes `&` as `\u0026` in JSON. */
const parameter =
  /((?:[?&]|&amp;|\\u0026)(?:verifier|sf_verifier|access_token|token|hmac|blob|sig|signature|policy|key-pair-id|x-amz-[a-z-]+)=)([^&"'<>\\\s]+)/gi;

/** Takes the keys out of what a Canvas answered, before anything is hashed or kept; everything else stays byte for byte. */
export class Redactor {
  readonly #secrets = new Map<string, string>();

  /** @param token the learner's access token */
  constructor(token: string) {
    this.#secrets.set(token, 'access-token');
  }

  /** @returns the answer as it may be kept, with the names of what was removed */
  rawAnswer(text: string, mediaType: string): RawAnswer {
    const removed = new Set<string>();
    const kept = this.#clean(text, removed);
    return { bytes: utf8(kept), mediaType, removed: [...removed].sort() };
  }

  /** A text that a record holds verbatim, without the keys in its links. */
  text(said: string): string {
    return this.#clean(said, new Set());
  }

  #clean(text: string, removed: Set<string>): string {
    let kept = text.replace(member, (whole, name: string, colon: string, value: string) => {
      if (value === '') return whole;
      removed.add(name);
      this.#learn(value, name);
      return `"${name}"${colon}""`;
    });
    kept = kept.replace(parameter, (_whole, before: string, value: string) => {
      removed.add('key-in-address');
      this.#learn(value, 'key-in-address');
      return before;
    });
    for (const [secret, name] of this.#secrets) {
      if (secret === '' || !kept.includes(secret)) continue;
      kept = kept.replaceAll(secret, '');
      removed.add(name);
    }
    return kept;
  }

  /** A short value may be any word, so only a long one is taken out wherever it stands. */
  #learn(value: string, name: string): void {
    if (value.length >= 20) this.#secrets.set(value, name);
  }
}
