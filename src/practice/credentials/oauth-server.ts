import { createHash } from 'node:crypto';

import { findAccount, mainLearner } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import { html, pageAnswer } from '../pages/markup.ts';
import type { PracticeRequest } from '../practice-request.ts';
import { jsonAnswer, oauthProblem, problemPage } from './api-answers.ts';
import type { ProviderFlaw } from './flaws.ts';
import { OauthClients, type IssuedTokens, type OauthClient } from './oauth-clients.ts';

/** How long an access token lasts, in seconds. */
const lasts = 3600;

/** Where the authorisation server answers, behind the provider's own address. */
export const oauthPaths = {
  register: '/practice/oauth/register',
  authorize: '/practice/oauth/authorize',
  token: '/practice/oauth/token',
  revoke: '/practice/oauth/revoke',
  metadata: '/.well-known/oauth-authorization-server',
} as const;

/**
 * The practice authorisation server: the authorisation code grant with PKCE S256, dynamic registration, rotated refresh tokens and revocation,
 * as the profile asks (RFC 6749, 7591, 7636, 7009, 8414, 9207, 9700).
 */
export class OauthServer {
  readonly clients = new OauthClients();
  readonly #base: () => string;
  readonly #flawed: (flaw: ProviderFlaw) => boolean;

  constructor(base: () => string, flawed: (flaw: ProviderFlaw) => boolean) {
    this.#base = base;
    this.#flawed = flawed;
  }

  /** Undefined for a path that is not the server's. */
  answer(request: PracticeRequest): Answer | undefined {
    switch (request.path) {
      case oauthPaths.metadata:
        return jsonAnswer(this.#metadata());
      case oauthPaths.register:
        return this.#register(request);
      case oauthPaths.authorize:
        return this.#authorize(request);
      case oauthPaths.token:
        return this.#token(request);
      case oauthPaths.revoke:
        return this.#revoke(request);
      default:
        return undefined;
    }
  }

  /** Where codes are exchanged, or on a host of somebody else's. */
  get tokenUrl(): string {
    return this.#flawed('token-elsewhere') ? `http://127.0.0.2:9${oauthPaths.token}` : this.#at('token');
  }

  #at(name: keyof typeof oauthPaths): string {
    return `${this.#base()}${oauthPaths[name]}`;
  }

  #metadata(): object {
    return {
      issuer: this.#flawed('issuer-differs') ? 'http://127.0.0.2:9' : this.#base(),
      authorization_endpoint: this.#at('authorize'),
      token_endpoint: this.#flawed('metadata-differs') ? this.#at('revoke') : this.#at('token'),
      registration_endpoint: this.#at('register'),
      revocation_endpoint: this.#at('revoke'),
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: this.#flawed('pkce-plain-only') ? ['plain'] : ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  #register({ method, body }: PracticeRequest): Answer {
    if (method !== 'POST') return oauthProblem('invalid_request', 405);
    const client = this.clients.register(parseJson(body));
    if (client === undefined) return oauthProblem('invalid_client_metadata');
    const { id, secret, name, redirects } = client;
    return jsonAnswer(
      {
        client_id: id,
        client_secret: secret,
        client_id_issued_at: Math.floor(Date.now() / 1000),
        client_secret_expires_at: 0,
        client_name: name,
        redirect_uris: redirects,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
      [],
      201,
    );
  }

  /** The page at which the learner signs in and says yes or no; what it was asked comes back with the form. */
  #authorize(request: PracticeRequest): Answer {
    const asked = request.parameters;
    const client = this.clients.find(asked.get('client_id'));
    const redirect = asked.get('redirect_uri') ?? '';
    if (client === undefined) return problemPage('The app that sent you here is not known to this portal.');
    // Nobody is led to an address that was not registered (RFC 9700 section 4.1).
    if (!client.redirects.includes(redirect) && !this.#flawed('any-redirect'))
      return problemPage('The app that sent you here gave another address than the one that it registered.');
    const back = (answer: Readonly<Record<string, string>>): Answer =>
      this.#leadBack(redirect, asked, answer);
    if (asked.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
    const challenge = asked.get('code_challenge');
    const pkce = challenge !== undefined && asked.get('code_challenge_method') === 'S256';
    if (!pkce && !this.#flawed('pkce-not-required')) return back({ error: 'invalid_request' });
    if (request.method !== 'POST') return consentPage(client, asked, false);
    if (asked.get('answer') === 'no') return back({ error: 'access_denied' });
    const account = findAccount(asked.get('username') ?? '', asked.get('password') ?? '');
    if (account === undefined) return consentPage(client, asked, true);
    const scope = asked.get('scope') ?? '';
    return back({ code: this.clients.issueCode({ client: client.id, redirect, challenge, scope, account }) });
  }

  #leadBack(
    redirect: string,
    asked: ReadonlyMap<string, string>,
    answer: Readonly<Record<string, string>>,
  ): Answer {
    const state = asked.get('state');
    const issuer = this.#flawed('wrong-iss') ? 'https://other.example' : this.#base();
    const query = new URLSearchParams({
      ...answer,
      ...(state === undefined ? {} : { state }),
      ...(this.#flawed('no-iss') ? {} : { iss: issuer }),
    });
    return {
      status: 303,
      headers: [
        ['Location', `${redirect}${redirect.includes('?') ? '&' : '?'}${query.toString()}`],
        ['Cache-Control', 'no-store'],
        ['Referrer-Policy', 'no-referrer'],
      ],
      body: Buffer.alloc(0),
      framing: 'length',
    };
  }

  #token(request: PracticeRequest): Answer {
    const client = this.#clientOf(request);
    if (request.method !== 'POST') return oauthProblem('invalid_request', 405);
    if (client === undefined) return oauthProblem('invalid_client', 401);
    const asked = request.parameters;
    if (asked.get('grant_type') === 'refresh_token') {
      const rotate = !this.#flawed('no-rotation');
      const tokens = this.clients.refresh(client.id, asked.get('refresh_token') ?? '', rotate);
      return tokens === undefined ? oauthProblem('invalid_grant') : tokenAnswer(tokens);
    }
    if (asked.get('grant_type') !== 'authorization_code') return oauthProblem('unsupported_grant_type');
    const code = this.clients.findCode(asked.get('code') ?? '');
    if (code?.client !== client.id || code.redirect !== asked.get('redirect_uri'))
      return oauthProblem('invalid_grant');
    if (code.challenge !== undefined) {
      const proved = createHash('sha256')
        .update(asked.get('code_verifier') ?? '')
        .digest('base64url');
      if (proved !== code.challenge) return oauthProblem('invalid_grant');
    }
    if (code.family !== undefined && !this.#flawed('code-reusable')) {
      this.clients.endFamily(code.family);
      return oauthProblem('invalid_grant');
    }
    return tokenAnswer(this.clients.begin(code));
  }

  #revoke(request: PracticeRequest): Answer {
    if (this.#clientOf(request) === undefined) return oauthProblem('invalid_client', 401);
    if (!this.#flawed('no-revocation')) this.clients.revoke(request.parameters.get('token') ?? '');
    return jsonAnswer({});
  }

  /** RFC 6749 section 2.3.1: both parts are form-encoded inside Basic. */
  #clientOf({ headers }: PracticeRequest): OauthClient | undefined {
    const given = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    const [id = '', secret] = Buffer.from(given, 'base64')
      .toString('utf8')
      .split(':')
      .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    const client = this.clients.find(id);
    return client?.secret === secret ? client : undefined;
  }
}

function tokenAnswer({ access, refresh, scope }: IssuedTokens): Answer {
  return jsonAnswer(
    { access_token: access, refresh_token: refresh, token_type: 'Bearer', expires_in: lasts, scope },
    [['Pragma', 'no-cache']],
  );
}

const handedOn = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];

function consentPage(client: OauthClient, asked: ReadonlyMap<string, string>, refused: boolean): Answer {
  const { username, password } = mainLearner;
  const hidden = handedOn.flatMap((name) => {
    const value = asked.get(name);
    return value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`];
  });
  return pageAnswer(
    { title: 'Share your credentials' },
    html`${refused ? html`<p class="error" role="alert">Invalid login, please try again.</p>` : html``}
      <p>
        <strong>${client.name}</strong> asks to read your credentials, your results and the files they name.
      </p>
      <form method="post" action="${oauthPaths.authorize}">
        ${hidden} <label for="username">Username</label
        ><input id="username" name="username" autocomplete="username" /> <label for="password">Password</label
        ><input id="password" name="password" type="password" autocomplete="current-password" />
        <div>
          <button type="submit" name="answer" value="yes">Sign in and share</button>
          <button type="submit" name="answer" value="no">Do not share</button>
        </div>
      </form>
      <p>To practise, sign in as <kbd>${username}</kbd> with the password <kbd>${password}</kbd>.</p>`,
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
