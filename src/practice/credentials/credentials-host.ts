import type { Account } from '../accounts.ts';
import { mainLearner } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import { practiceSiteName } from '../practice-mark.ts';
import type { PracticeRequest } from '../practice-request.ts';
import type { PracticeSite } from '../practice-site.ts';
import { apiError, jsonAnswer } from './api-answers.ts';
import { CredentialBook } from './credential-book.ts';
import type { ProviderFlaw } from './flaws.ts';
import { describeHosted } from './host-description.ts';
import { hostedApis, type HostedApi } from './hosted-apis.ts';
import { LearnerRecordBook } from './learner-record-book.ts';
import type { OauthGrant } from './oauth-clients.ts';
import { OauthServer } from './oauth-server.ts';

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
  /** Ids of the learner records (CLR 2.0) that are listed now; `forge`, `expire` and `revoke` take them too. */
  recordIds(): Promise<readonly string[]>;
  /** Which of the two APIs are there; both at the start. */
  offer(apis: readonly HostedApi['name'][]): void;
  /** Nothing is listed any more, without a word why. */
  hideAll(hidden: boolean): void;
  /** Access tokens have ended; refresh tokens go on. */
  expireAccess(): void;
  /** Every sign-in has ended. */
  endSignIns(): void;
  /** The provider gets one thing wrong from now on; undefined: nothing. */
  flaw(flaw: ProviderFlaw | undefined): void;
}

/**
 * The practice provider as the profile wants one: it signs what was marked and hosts it (Open Badges 3.0 section 6, CLR 2.0), beside everything else
 * at its address.
 */
export class CredentialsHost {
  readonly #base: () => string;
  readonly #book: CredentialBook;
  readonly #records: LearnerRecordBook;
  readonly #oauth: OauthServer;
  #offered: readonly HostedApi['name'][] = hostedApis.map(({ name }) => name);
  #flaw: ProviderFlaw | undefined;
  #hidden = false;

  /** @param base the provider's own address, known once it listens */
  constructor(site: PracticeSite, base: () => string) {
    this.#base = base;
    this.#book = new CredentialBook(site, base);
    this.#records = new LearnerRecordBook(this.#book, base);
    this.#oauth = new OauthServer(base, (flaw) => this.#flaw === flaw);
  }

  switches(): CredentialSwitches {
    const book = this.#book;
    const records = this.#records;
    const { clients } = this.#oauth;
    return {
      ids: () => book.ids(),
      recordIds: () => records.ids(),
      offer: (apis) => {
        this.#offered = apis;
      },
      forge: (id) => {
        book.blemish(id, { forged: true });
        records.signAnew();
      },
      expire: (id) => {
        book.blemish(id, { expired: true });
        records.signAnew();
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
        records.signAnew();
      },
    };
  }

  /** Undefined for a path that has nothing to do with credentials. */
  async answer(request: PracticeRequest): Promise<Answer | undefined> {
    const { path } = request;
    const api = hostedApis.find((each) => path.startsWith(each.path) && this.#offered.includes(each.name));
    if (api !== undefined) return this.#answerApi(api, request);
    if (path === '/practice/issuer') return jsonAnswer(this.#keyDocument());
    if (path === '/practice/status/1') return jsonAnswer(await this.#book.statusListDocument());
    if (path.startsWith('/practice/evidence/')) return this.#evidence(request);
    return this.#oauth.answer(request);
  }

  async #answerApi(api: HostedApi, request: PracticeRequest): Promise<Answer> {
    const name = request.path.slice(api.path.length);
    if (name === 'discovery') return jsonAnswer(this.#description(api));
    const grant = this.#grantOf(request);
    if (grant === undefined)
      return this.#problem(
        apiError(401, 'unauthorisedrequest', 'A valid access token is needed.', [
          ['WWW-Authenticate', 'Bearer'],
        ]),
      );
    if (request.method !== 'GET')
      return this.#problem(apiError(405, 'invaliddata', 'Only GET is offered here.'));
    const { account, scopes } = grant;
    const needed = { profile: api.readProfile, credentials: api.readCredentials }[name];
    if (needed !== undefined && !scopes.includes(needed))
      return this.#problem(apiError(403, 'forbidden', 'The token has not the scope for this.'));
    if (name === 'profile') return jsonAnswer(profileOf(account, this.#base()));
    if (name === 'credentials') return this.#credentials(api, account, request);
    return this.#problem(apiError(404, 'unknownobject', 'There is nothing at that address.'));
  }

  async #credentials(api: HostedApi, account: Account, request: PracticeRequest): Promise<Answer> {
    const query = new URLSearchParams(request.query);
    const limit = wholeNumber(query.get('limit') ?? '50');
    const offset = wholeNumber(query.get('offset') ?? '0');
    if (limit === undefined || limit === 0 || offset === undefined)
      return this.#problem(apiError(400, 'invaliddata', 'limit and offset are whole numbers.'));
    const book = api.name === 'clr' ? this.#records : this.#book;
    const own = account.userId === mainLearner.userId && !this.#hidden ? await book.list() : [];
    const page = own.slice(offset, offset + limit);
    const at = (place: number): string =>
      `${this.#base()}${api.path}credentials?limit=${limit}&offset=${place}`;
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
    const account = this.#grantOf(request)?.account;
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

  #description(api: HostedApi): object {
    if (this.#flaw === 'description-empty')
      return { openapi: '3.0.1', info: { title: practiceSiteName }, paths: {} };
    return describeHosted(this.#base(), api, this.#oauth.tokenUrl);
  }

  #keyDocument(): object {
    const document = this.#book.keyDocument();
    return this.#flaw === 'keys-forgotten'
      ? { ...document, verificationMethod: [], assertionMethod: [] }
      : document;
  }

  #grantOf({ headers }: PracticeRequest): OauthGrant | undefined {
    if (this.#flaw === 'no-authorisation')
      return {
        account: mainLearner,
        scopes: hostedApis.flatMap(({ readCredentials, readProfile }) => [readCredentials, readProfile]),
      };
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    return token === undefined ? undefined : this.#oauth.clients.grantOf(token);
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
