import { randomBytes } from 'node:crypto';

import { VaultError } from '../../src/base/errors.ts';

/** A content that a page may read for a while. */
export interface OpenedContent {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

/** Most contents that are readable at once: beyond any screen. */
const most = 500;

/** Contents that are readable by their tokens, until they are closed or the vault is covered. */
export class Contents {
  readonly #opened = new Map<string, OpenedContent>();

  /** @returns a token that nobody can guess */
  open(content: OpenedContent): string {
    const token = randomBytes(24).toString('base64url');
    this.#opened.set(token, content);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > most && oldest !== undefined) this.#opened.delete(oldest);
    return token;
  }

  /** Throws `input.not-found`. */
  get(token: string): OpenedContent {
    const content = this.#opened.get(token);
    if (content === undefined) throw new VaultError('input.not-found', { what: 'content' });
    return content;
  }

  close(token: string): void {
    this.#opened.delete(token);
  }

  closeAll(): void {
    this.#opened.clear();
  }
}
