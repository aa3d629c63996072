import { isJsonObject, type JsonValue } from '../../base/json.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { practiceSiteName } from '../practice-mark.ts';
import type { CredentialBook, IssuedCredential, Unsigned } from './credential-book.ts';
import { learnerRecordContext, openBadgesContext, vcContext } from './sign-credential.ts';
import { practiceSubject } from './practice-subject.ts';

/** One learner record, and what was in it. */
interface RecordEdition {
  readonly id: string;
  /** The credentials in it, as they were signed. */
  readonly inside: readonly IssuedCredential[];
  /** What it is told apart by. */
  readonly holds: string;
  issued: Promise<IssuedCredential> | undefined;
}

/**
 * Learner records (CLR 2.0) of what the practice provider signed: all credentials of the recorded learner in one record that is itself
 * signed. Where another credential joins, a new record is issued, and the old one is taken back and stays listed.
 */
export class LearnerRecordBook {
  readonly #book: CredentialBook;
  readonly #base: () => string;
  readonly #editions: RecordEdition[] = [];

  /** @param base the provider's own address, known once it listens */
  constructor(book: CredentialBook, base: () => string) {
    this.#book = book;
    this.#base = base;
  }

  /** In the order of issuing. */
  async list(): Promise<IssuedCredential[]> {
    await this.#noteCredentials();
    return Promise.all(this.#editions.map((edition) => (edition.issued ??= this.#sign(edition))));
  }

  async ids(): Promise<string[]> {
    return (await this.list()).map(({ id }) => id);
  }

  /** Signs everything anew at the next asking, with what is in it as it is signed then. */
  signAnew(): void {
    for (const edition of this.#editions) edition.issued = undefined;
  }

  async #noteCredentials(): Promise<void> {
    const inside = await this.#book.list();
    const holds = inside.map(({ id }) => id).join('\n');
    const last = this.#editions.at(-1);
    if (last?.holds === holds || inside.length === 0) return;
    if (last !== undefined) this.#book.revoke(last.id);
    const id = `${this.#base()}/practice/records/${this.#editions.length + 1}`;
    this.#editions.push({ id, inside, holds, issued: undefined });
  }

  async #sign({ id, inside }: RecordEdition): Promise<IssuedCredential> {
    const now = new Map((await this.#book.list()).map((each) => [each.id, each]));
    const held = inside.map((each) => valueOf(now.get(each.id) ?? each));
    const signing = 'eddsa';
    const text = await this.#book.sign(this.#document(id, held), signing);
    return { id, signing, text };
  }

  /** CLR 2.0, `ClrCredential` and `ClrSubject`: the contexts in the order that the standard asks for. */
  #document(id: string, held: readonly JsonValue[]): Unsigned {
    return {
      '@context': [vcContext, learnerRecordContext, openBadgesContext],
      id,
      type: ['VerifiableCredential', 'ClrCredential'],
      issuer: { id: this.#book.issuer, type: ['Profile'], name: practiceSiteName },
      name: `Learner record of ${practiceSiteName}`,
      validFrom: '2026-01-02T00:00:00Z',
      credentialSubject: { id: practiceSubject, type: ['ClrSubject'], verifiableCredential: [...held] },
    };
  }
}

/** As it lies in a record: an object with its proof inside, or the characters of a JWS. */
function valueOf({ text, signing }: IssuedCredential): JsonValue {
  if (signing === 'jwt') return text;
  const value = parseStrictJson(text);
  if (!isJsonObject(value)) throw new TypeError('A signed credential is an object.');
  return value;
}
