import { randomBytes } from 'node:crypto';

import { z } from 'zod';

import type { Account } from '../accounts.ts';

const registrationSchema = z.looseObject({
  client_name: z.string().optional(),
  redirect_uris: z.array(z.string()).min(1),
  token_endpoint_auth_method: z.string().optional(),
  scope: z.string().optional(),
});

export interface OauthClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly redirects: readonly string[];
}

/** A code that was handed out, and what must come back with it. */
export interface OauthCode {
  readonly client: string;
  readonly redirect: string;
  readonly challenge: string | undefined;
  readonly scope: string;
  readonly account: Account;
  /** Tokens that came of it: they end when the code comes a second time (RFC 6749 section 4.1.2). */
  family: string | undefined;
}

/** What an access token stands for. */
export interface OauthGrant {
  readonly account: Account;
  readonly scopes: readonly string[];
}

/** One sign-in's tokens: the live refresh token and the access tokens that came of it. */
interface Family {
  readonly client: string;
  readonly account: Account;
  readonly scope: string;
  refresh: string;
  readonly access: Set<string>;
}

export interface IssuedTokens {
  readonly access: string;
  readonly refresh: string;
  readonly scope: string;
}

const secret = (): string => randomBytes(24).toString('base64url');

/** Clients, codes and tokens of the practice authorisation server. Nothing is written anywhere. */
export class OauthClients {
  readonly #clients = new Map<string, OauthClient>();
  readonly #codes = new Map<string, OauthCode>();
  readonly #families = new Map<string, Family>();
  readonly #expired = new Set<string>();
  readonly #spent = new Map<string, string>();

  /** Registers a client (RFC 7591); undefined for a request that asks for nothing of use. */
  register(metadata: unknown): OauthClient | undefined {
    const parsed = registrationSchema.safeParse(metadata);
    if (!parsed.success) return undefined;
    const { client_name: name = 'An app', redirect_uris: redirects } = parsed.data;
    const client = { id: secret(), secret: secret(), name, redirects };
    this.#clients.set(client.id, client);
    return client;
  }

  find(id: string | undefined): OauthClient | undefined {
    return id === undefined ? undefined : this.#clients.get(id);
  }

  issueCode(code: Omit<OauthCode, 'family'>): string {
    const text = secret();
    this.#codes.set(text, { ...code, family: undefined });
    return text;
  }

  findCode(text: string): OauthCode | undefined {
    return this.#codes.get(text);
  }

  begin(code: OauthCode): IssuedTokens {
    const id = secret();
    code.family = id;
    const family = { ...code, refresh: secret(), access: new Set<string>() };
    this.#families.set(id, family);
    return this.#issue(family);
  }

  /** New tokens for a refresh token. A spent one ends the whole family: somebody has a copy (RFC 9700 section 4.14.2). */
  refresh(client: string, token: string, rotate: boolean): IssuedTokens | undefined {
    const spent = this.#spent.get(token);
    if (spent !== undefined) this.#families.delete(spent);
    for (const [id, family] of this.#families)
      if (family.refresh === token && family.client === client) {
        if (rotate) {
          this.#spent.set(token, id);
          family.refresh = secret();
        }
        return this.#issue(family);
      }
    return undefined;
  }

  /** Ends the sign-in that a token belongs to. */
  revoke(token: string): void {
    for (const [id, family] of this.#families)
      if (family.refresh === token || family.access.has(token)) this.#families.delete(id);
  }

  endFamily(id: string): void {
    this.#families.delete(id);
  }

  /** Whose an access token is and what it may read; undefined for one that is unknown or has ended. */
  grantOf(token: string): OauthGrant | undefined {
    if (this.#expired.has(token)) return undefined;
    const found = [...this.#families.values()].find(({ access }) => access.has(token));
    return found === undefined ? undefined : { account: found.account, scopes: found.scope.split(' ') };
  }

  /** Ends the access tokens; those who have a refresh token go on with it. */
  expireAccess(): void {
    for (const { access } of this.#families.values()) for (const token of access) this.#expired.add(token);
  }

  endAll(): void {
    this.#families.clear();
  }

  #issue(family: Family): IssuedTokens {
    const access = secret();
    family.access.add(access);
    return { access, refresh: family.refresh, scope: family.scope };
  }
}
