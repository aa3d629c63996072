import type { Account } from '../accounts.ts';
import { mainLearner } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import { practiceSiteName } from '../practice-mark.ts';
import type { PracticeRequest } from '../practice-request.ts';
import type { PracticeSite } from '../practice-site.ts';
import { apiError, jsonAnswer } from './api-answers.ts';
import { CredentialBook } from './credential-book.ts';
import type { ProviderFlaw } from './flaws.ts';
import { oauthPaths, OauthServer } from './oauth-server.ts';

/** What can be made to happen with the credentials of the practice provider while it runs. */
export interface CredentialSwitches {
  /** Ids of the credentials that are listed now. The first is signed with EdDSA, the second with ECDSA, the third is a JWT. */
  ids(): Promise<readonly string[]>;
  /** A credential is changed after it was signed. */
  forge(id: string): void;
  /** A credential is issued anew with an end that has passed. */
  expire(id: string): void;
  /** A credential is taken back: its place in the status list is set. */
  revoke(id: string): void;
  /** New keys. Without `old: 'forgotten'` the old ones stay in the key document, retired, and what they signed stays good. */
  rekey(old?: 'kept' | 'forgotten'): void;
  /** Nothing is listed any more, without a word why. */
  hideAll(hidden: boolean): void;
  /** Access tokens have ended; refresh tokens go on. */
  expireAccess(): void;
  /** Every sign-in has ended. */
  endSignIns(): void;
  /** The provider gets one thing wrong from now on; undefined: nothing. */
  flaw(flaw: ProviderFlaw | undefined): void;
}

const api = '/ims/ob/v3p0/';
const scopeOf = (name: string): string => `https://purl.imsglobal.org/spec/ob/v3p0/scope/${name}`;

/**
 * The practice provider as the profile wants one: it signs what was marked and hosts it (Open Badges 3.0 section 6), beside everything else
 * at its address.
 */
export class CredentialsHost {
  readonly #base: () => string;
  readonly #book: CredentialBook;
  readonly #oauth: OauthServer;
  #flaw: ProviderFlaw | undefined;
  #hidden = false;

  /** @param base the provider's own address, known once it listens */
  constructor(site: PracticeSite, base: () => string) {
    this.#base = base;
    this.#book = new CredentialBook(site, base);
    this.#oauth = new OauthServer(base, (flaw) => this.#flaw === flaw);
  }

  switches(): CredentialSwitches {
    const book = this.#book;
    const { clients } = this.#oauth;
    return {
      ids: () => book.ids(),
      forge: (id) => {
        book.blemish(id, { forged: true });
      },
      expire: (id) => {
        book.blemish(id, { expired: true });
      },
      revoke: (id) => {
        book.revoke(id);
      },
      rekey: (old = 'kept') => {
        book.keys.replace(new Date().toISOString(), old);
      },
      hideAll: (hidden) => {
        this.#hidden = hidden;
      },
      expireAccess: () => {
        clients.expireAccess();
      },
      endSignIns: () => {
        clients.endAll();
      },
      flaw: (flaw) => {
        this.#flaw = flaw;
        book.trueDigests = flaw !== 'wrong-digests';
        book.withStatus = flaw !== 'no-status';
        book.emailInClear = flaw === 'email-in-clear';
        book.signAnew();
      },
    };
  }

  /** Undefined for a path that has nothing to do with credentials. */
  async answer(request: PracticeRequest): Promise<Answer | undefined> {
    const { path } = request;
    if (path.startsWith(api)) return this.#answerApi(path.slice(api.length), request);
    if (path === '/practice/issuer') return jsonAnswer(this.#keyDocument());
    if (path === '/practice/status/1') return jsonAnswer(await this.#book.statusListDocument());
    if (path.startsWith('/practice/evidence/')) return this.#evidence(request);
    return this.#oauth.answer(request);
  }

  async #answerApi(name: string, request: PracticeRequest): Promise<Answer> {
    if (name === 'discovery') return jsonAnswer(this.#description());
    const account = this.#accountOf(request);
    if (account === undefined)
      return this.#problem(
        apiError(401, 'unauthorisedrequest', 'A valid access token is needed.', [
          ['WWW-Authenticate', 'Bearer'],
        ]),
      );
    if (request.method !== 'GET')
      return this.#problem(apiError(405, 'invaliddata', 'Only GET is offered here.'));
    if (name === 'profile') return jsonAnswer(profileOf(account, this.#base()));
    if (name === 'credentials') return this.#credentials(account, request);
    return this.#problem(apiError(404, 'unknownobject', 'There is nothing at that address.'));
  }

  async #credentials(account: Account, request: PracticeRequest): Promise<Answer> {
    const query = new URLSearchParams(request.query);
    const limit = wholeNumber(query.get('limit') ?? '50');
    const offset = wholeNumber(query.get('offset') ?? '0');
    if (limit === undefined || limit === 0 || offset === undefined)
      return this.#problem(apiError(400, 'invaliddata', 'limit and offset are whole numbers.'));
    const own = account.userId === mainLearner.userId && !this.#hidden ? await this.#book.list() : [];
    const page = own.slice(offset, offset + limit);
    const at = (place: number): string => `${this.#base()}${api}credentials?limit=${limit}&offset=${place}`;
    const last = Math.max(0, Math.floor((own.length - 1) / limit) * limit);
    const links = [
      ...(offset + limit < own.length ? [`<${at(offset + limit)}>; rel="next"`] : []),
      ...(offset > 0 ? [`<${at(Math.max(0, offset - limit))}>; rel="prev"`] : []),
      `<${at(0)}>; rel="first"`,
      `<${at(last)}>; rel="last"`,
    ];
    const inside = page.filter(({ signing }) => signing !== 'jwt').map(({ text }) => text);
    const jws = page.filter(({ signing }) => signing === 'jwt').map(({ text }) => text);
    const body = `{"credential":[${inside.join(',')}],"compactJwsString":${JSON.stringify(jws)}}`;
    return {
      status: 200,
      headers: [
        ['Content-Type', 'application/json'],
        ['Cache-Control', 'no-store'],
        ...(this.#flaw === 'no-paging'
          ? []
          : ([
              ['X-Total-Count', String(own.length)],
              ['Link', links.join(', ')],
            ] as const)),
      ],
      body: Buffer.from(body),
      framing: 'length',
    };
  }

  #evidence(request: PracticeRequest): Answer {
    const account = this.#accountOf(request);
    if (account?.userId !== mainLearner.userId)
      return this.#problem(apiError(401, 'unauthorisedrequest', 'A valid access token is needed.'));
    const file = this.#book.findEvidence(`${this.#base()}${request.path}`);
    if (file === undefined) return this.#problem(apiError(404, 'unknownobject', 'There is no such file.'));
    return {
      status: 200,
      headers: [
        ['Content-Type', file.type],
        ['Content-Disposition', 'attachment'],
        ['Cache-Control', 'private'],
      ],
      body: file.bytes,
      framing: 'length',
      download: { path: request.path },
    };
  }

  /** Section 6.3: what is offered, and how to sign in. */
  #description(): object {
    const base = this.#base();
    if (this.#flaw === 'description-empty')
      return { openapi: '3.0.1', info: { title: practiceSiteName }, paths: {} };
    return {
      openapi: '3.0.1',
      info: {
        title: practiceSiteName,
        version: '1.0',
        termsOfService: `${base}/`,
        'x-imssf-privacyPolicyUrl': `${base}/`,
      },
      servers: [{ url: `${base}/ims/ob/v3p0` }],
      paths: {},
      components: {
        securitySchemes: {
          OAuth2ACG: {
            type: 'oauth2',
            description: 'OAuth 2.0 Authorization Code Grant authorization',
            'x-imssf-name': practiceSiteName,
            'x-imssf-registrationUrl': `${base}${oauthPaths.register}`,
            flows: {
              authorizationCode: {
                authorizationUrl: `${base}${oauthPaths.authorize}`,
                tokenUrl: this.#oauth.tokenUrl,
                refreshUrl: this.#oauth.tokenUrl,
                scopes: {
                  [scopeOf('credential.readonly')]: 'Read your credentials.',
                  [scopeOf('profile.readonly')]: 'Read your profile.',
                  offline_access: 'Go on reading without asking you each time.',
                },
              },
            },
          },
        },
      },
    };
  }

  #keyDocument(): object {
    const document = this.#book.keyDocument();
    return this.#flaw === 'keys-forgotten'
      ? { ...document, verificationMethod: [], assertionMethod: [] }
      : document;
  }

  #accountOf({ headers }: PracticeRequest): Account | undefined {
    if (this.#flaw === 'no-authorisation') return mainLearner;
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    return token === undefined ? undefined : this.#oauth.clients.accountOf(token);
  }

  #problem(answer: Answer): Answer {
    if (this.#flaw !== 'html-errors') return answer;
    return { ...answer, headers: [['Content-Type', 'text/html']], body: Buffer.from('<h1>Oops</h1>') };
  }
}

/** The least that says whose the credentials are: no name, no address. */
function profileOf(account: Account, base: string): object {
  return {
    '@context': ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: `${base}/practice/learners/${account.userId}`,
    type: ['Profile'],
    name: account.username,
  };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
