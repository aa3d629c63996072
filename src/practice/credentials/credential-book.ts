import { createHash } from 'node:crypto';

import type { JsonObject } from '../../base/json.ts';
import { practiceSiteName } from '../practice-mark.ts';
import type { PracticeSite } from '../practice-site.ts';
import { IssuerKeys, type IssuerKey, type KeyKind } from './issuer-keys.ts';
import { practiceSubject } from './practice-subject.ts';
import { asText, listMarkedAttempts, type MarkedAttempt, type WorkFile } from './marked-work.ts';
import { openBadgesContext, signAsJwt, signWithProof, vcContext } from './sign-credential.ts';
import { statusEntry, statusListCredential } from './status-list.ts';

/** How a practice credential is signed. The first three of the learner show one each; the rest are the profile's first choice. */
type Signing = 'eddsa' | 'ecdsa' | 'jwt';

/** A credential as it was issued. */
export interface IssuedCredential {
  readonly id: string;
  readonly signing: Signing;
  /** JSON with a proof inside, or a compact JWS. */
  readonly text: string;
}

/** A file that a credential names. */
export interface EvidenceFile extends WorkFile {
  readonly address: string;
}

/** A credential before it is signed, and before it has a place in the status list. */
export type Unsigned = JsonObject & { readonly id: string; readonly validFrom: string };

/** What is wrong with a credential on purpose. */
interface Blemish {
  readonly forged?: true;
  readonly expired?: true;
}

/** One mark of an attempt, with its files as they were then. */
interface Edition {
  readonly id: string;
  /** Counted from 1 for each attempt. */
  readonly number: number;
  readonly work: MarkedAttempt;
  /** What it is told apart by. */
  readonly digest: string;
  readonly signing: Signing;
  issued: Promise<IssuedCredential> | undefined;
}

/**
 * What the practice provider issued: a credential for each marked attempt of the recorded learner, signed once and handed out as it was
 * signed from then on. A mark that changes makes a new credential with an id of its own, and the old one is taken back and stays listed.
 */
export class CredentialBook {
  readonly keys = new IssuerKeys();
  readonly #site: PracticeSite;
  readonly #base: () => string;
  readonly #blemishes = new Map<string, Blemish>();
  readonly #revoked = new Set<number>();
  readonly #places = new Map<string, number>();
  readonly #editions: Edition[] = [];
  /** False for a broken provider, whose digests are of something else. */
  trueDigests = true;
  /** False for a broken provider that names no status. */
  withStatus = true;
  /** True for a broken provider that tells more of the learner than is needed. */
  emailInClear = false;

  /** @param base the provider's own address, known once it listens */
  constructor(site: PracticeSite, base: () => string) {
    this.#site = site;
    this.#base = base;
  }

  get issuer(): string {
    return `${this.#base()}/practice/issuer`;
  }

  get statusList(): string {
    return `${this.#base()}/practice/status/1`;
  }

  /** In the order of issuing. */
  async list(): Promise<IssuedCredential[]> {
    this.#noteMarks();
    return Promise.all(this.#editions.map((edition) => (edition.issued ??= this.#sign(edition))));
  }

  async ids(): Promise<string[]> {
    return (await this.list()).map(({ id }) => id);
  }

  /** The file that is named by an address of this provider; undefined if no credential names it. */
  findEvidence(address: string): EvidenceFile | undefined {
    return this.#editions
      .flatMap((edition) => this.#evidenceOf(edition))
      .find((file) => file.address === address);
  }

  blemish(id: string, blemish: Blemish): void {
    this.#blemishes.set(id, { ...this.#blemishes.get(id), ...blemish });
    this.signAnew();
  }

  /** Signs everything anew at the next asking. */
  signAnew(): void {
    for (const edition of this.#editions) edition.issued = undefined;
  }

  revoke(id: string): void {
    this.#revoked.add(this.#placeOf(id));
  }

  /** The document that says which keys are the issuer's (Controlled Identifiers 1.0 section 2), those of before included. */
  keyDocument(): JsonObject {
    const { issuer } = this;
    return {
      '@context': ['https://www.w3.org/ns/cid/v1'],
      id: issuer,
      verificationMethod: this.keys.all.map(({ fragment, publicKeyMultibase, revoked }) => ({
        id: `${issuer}#${fragment}`,
        type: 'Multikey',
        controller: issuer,
        publicKeyMultibase,
        ...(revoked === undefined ? {} : { revoked }),
      })),
      assertionMethod: this.keys.all.map(({ fragment }) => `${issuer}#${fragment}`),
    };
  }

  async statusListDocument(): Promise<JsonObject> {
    const list = statusListCredential(this.statusList, this.issuer, {
      revoked: this.#revoked,
      validFrom: '2026-01-01T00:00:00Z',
    });
    const key = this.keys.current('ed25519');
    return signWithProof(list, key, { method: this.#addressOf(key), created: isoSeconds(Date.now() / 1000) });
  }

  /** Looks what is marked now: each mark that is new gets a credential. */
  #noteMarks(): void {
    for (const work of listMarkedAttempts(this.#site)) {
      const { assignment, attempt, grade, gradedAt, files } = work;
      const digest = createHash('sha256')
        .update(JSON.stringify([grade, gradedAt, files.map(({ name }) => name)]))
        .digest('hex');
      const before = this.#editions.filter(
        (each) => each.work.assignment.id === assignment.id && each.work.attempt === attempt,
      );
      const last = before.at(-1);
      if (last?.digest === digest) continue;
      if (last !== undefined) this.revoke(last.id);
      const number = before.length + 1;
      const id = `${this.#base()}/practice/credentials/${assignment.id}/${attempt}/${number}`;
      const signing = signingOf(this.#editions.length);
      this.#editions.push({ id, number, work, digest, signing, issued: undefined });
    }
  }

  async #sign(edition: Edition): Promise<IssuedCredential> {
    const { id, signing, work } = edition;
    const text = await this.sign(this.#document(edition), signing, isoSeconds(work.gradedAt));
    return { id, signing, text };
  }

  /**
   * Signs a document as the issuer, with its place in the status list and with what is wrong with it on purpose.
   * @param created when it is said to be signed; when it is valid from, unless told
   */
  async sign(document: Unsigned, signing: Signing, created = document.validFrom): Promise<string> {
    const { id } = document;
    const { expired, forged } = this.#blemishes.get(id) ?? {};
    const kind: KeyKind = signing === 'eddsa' ? 'ed25519' : 'p256';
    const key = this.keys.current(kind);
    const method = this.#addressOf(key);
    const whole = {
      ...document,
      ...(expired === true ? { validUntil: aSecondAfter(created) } : {}),
      ...(this.withStatus ? { credentialStatus: statusEntry(this.statusList, this.#placeOf(id)) } : {}),
    };
    const text =
      signing === 'jwt'
        ? await signAsJwt(whole, key, method)
        : JSON.stringify(await signWithProof(whole, key, { method, created }));
    return forged === true ? forge(text, signing) : text;
  }

  #document(edition: Edition): Unsigned {
    const { id, work } = edition;
    const { assignment, attempt, grade, gradedAt } = work;
    const name = asText(assignment.name);
    const achievement = `${this.#base()}/practice/achievements/${assignment.id}`;
    const evidence = this.#evidenceOf(edition);
    return {
      '@context': [vcContext, openBadgesContext],
      id,
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { id: this.issuer, type: ['Profile'], name: practiceSiteName },
      name,
      validFrom: isoSeconds(gradedAt),
      credentialSubject: {
        id: practiceSubject,
        type: ['AchievementSubject'],
        ...(this.emailInClear
          ? {
              identifier: [
                {
                  type: 'IdentityObject',
                  hashed: false,
                  identityHash: 'learner1@practice.example',
                  identityType: 'emailAddress',
                },
              ],
            }
          : {}),
        achievement: {
          id: achievement,
          type: ['Achievement'],
          achievementType: 'Assignment',
          name,
          description: `The assignment "${name}", marked by ${practiceSiteName}.`,
          criteria: { narrative: 'The work was handed in and marked by an assessor.' },
          resultDescription: [
            {
              id: `${achievement}#grade`,
              type: ['ResultDescription'],
              name: 'Grade',
              ...scaleOf(assignment.grade),
            },
            {
              id: `${achievement}#attempt`,
              type: ['ResultDescription'],
              name: 'Attempt',
              resultType: 'ext:Attempt',
            },
          ],
        },
        result: [
          { type: ['Result'], resultDescription: `${achievement}#grade`, value: valueOf(grade) },
          { type: ['Result'], resultDescription: `${achievement}#attempt`, value: String(attempt) },
        ],
      },
      evidence: evidence.map((file) => ({
        id: file.address,
        type: ['Evidence'],
        name: file.name,
        genre: file.genre,
      })),
      relatedResource: evidence.map(({ address, type, bytes }) => ({
        id: address,
        mediaType: type,
        digestSRI: `sha256-${createHash('sha256')
          .update(this.trueDigests ? bytes : 'something else')
          .digest('base64')}`,
      })),
    };
  }

  #evidenceOf({ number, work }: Edition): EvidenceFile[] {
    const folder = `${this.#base()}/practice/evidence/${work.assignment.id}/${work.attempt}/${number}`;
    return work.files.map((file, place) => ({
      ...file,
      address: `${folder}/${place + 1}/${encodeURIComponent(file.name)}`,
    }));
  }

  #addressOf({ fragment }: IssuerKey): string {
    return `${this.issuer}#${fragment}`;
  }

  #placeOf(id: string): number {
    const place = this.#places.get(id) ?? 4_000 + this.#places.size * 37;
    this.#places.set(id, place);
    return place;
  }
}

function signingOf(place: number): Signing {
  return (['eddsa', 'ecdsa', 'jwt'] as const)[place] ?? 'eddsa';
}

/** Changes something after it was signed: the issuer's name, the first of them, which is that of the credential itself. */
function forge(text: string, signing: Signing): string {
  const changed = (json: string): string =>
    json.replace(`"name":"${practiceSiteName}"`, '"name":"Another college"');
  if (signing !== 'jwt') return changed(text);
  const [header = '', payload = '', signature = ''] = text.split('.');
  const forged = changed(Buffer.from(payload, 'base64url').toString('utf8'));
  return [header, Buffer.from(forged).toString('base64url'), signature].join('.');
}

/** What grades there are: the words of the recorded site's scale, or points. */
function scaleOf(grade: number): JsonObject {
  return grade < 0
    ? { resultType: 'LetterGrade', allowedValue: ['Refer', 'Pass', 'Merit', 'Distinction'] }
    : { resultType: 'RawScore', valueMin: '0', valueMax: String(grade) };
}

/** A word of the scale, or the points without what they are out of, which the description of the result says. */
function valueOf(grade: string): string {
  return grade.split(' / ')[0] ?? grade;
}

function aSecondAfter(time: string): string {
  return isoSeconds(Date.parse(time) / 1000 + 1);
}

/** @param seconds since 1970 */
function isoSeconds(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}
