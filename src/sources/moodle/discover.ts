import { parseUtf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import type { HttpAnswer } from '../http/http-answer.ts';
import { HttpClient, type HttpClientOptions } from '../http/http-client.ts';
import { findRefusal, siteError } from './refusals.ts';
import { configAnswerSchema, isSet, type PublicConfig } from './site-answers.ts';
import { siteCandidates } from './site-address.ts';
import { parseAnswer } from './web-service.ts';

export interface MoodleSite {
  /** The site's own address (wwwroot): the only one under which it answers. */
  readonly site: string;
  readonly name: string;
  /** `browser` where single sign-on is used, so that name and password must not be asked for here. */
  readonly signIn: 'password' | 'browser';
  /** Where a sign-in in the browser begins. */
  readonly launch?: string;
  /** False where the site offers nothing to an app. */
  readonly webServices: boolean;
  readonly maintenance: boolean;
}

const configLimit = 1024 * 1024;
const configFunction = 'tool_mobile_get_public_config';

/**
 * Finds a Moodle site by what somebody typed or copied: with or without `https://`, the site's address or that of one of its
 * pages. Asks for its public settings, which needs no account and changes nothing.
 *
 * Throws `source.not-moodle`, `source.unreachable`, `source.timeout`, `source.maintenance`, `internal.cancelled`.
 */
export async function discoverMoodle(
  entered: string,
  options: HttpClientOptions & { readonly signal: AbortSignal },
): Promise<MoodleSite> {
  const client = new HttpClient(options);
  const asker = new Asker(client, options.signal);
  try {
    const found = await asker.firstOf(siteCandidates(entered));
    const own = parseSiteAddress(found.wwwroot);
    // Reached by another name: only under its own does it answer, so make sure that this is a Moodle too.
    const config = own.href === found.asked.href ? found : await asker.firstOf([own]);
    return {
      site: own.href.replace(/\/$/, ''),
      name: plainText(config.sitename),
      signIn: (config.typeoflogin ?? 1) === 1 ? 'password' : 'browser',
      ...(typeof config.launchurl === 'string' && config.launchurl !== ''
        ? { launch: config.launchurl }
        : {}),
      webServices: isSet(config.enablewebservices ?? true) && isSet(config.enablemobilewebservice ?? true),
      maintenance: isSet(config.maintenanceenabled),
    };
  } finally {
    client.close();
  }
}

/** The settings with the address that they were got from. */
type FoundConfig = PublicConfig & { readonly asked: URL };

class Asker {
  readonly #client: HttpClient;
  readonly #signal: AbortSignal;
  readonly #deadOrigins = new Map<string, VaultError>();

  constructor(client: HttpClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  async firstOf(candidates: readonly URL[]): Promise<FoundConfig> {
    for (const candidate of candidates) {
      if (this.#deadOrigins.has(candidate.origin)) continue;
      try {
        const found = await this.#ask(candidate, redirects);
        if (found !== undefined) return found;
      } catch (thrown) {
        if (!(thrown instanceof VaultError) || !nobodyThere.has(thrown.code)) throw thrown;
        this.#deadOrigins.set(candidate.origin, thrown);
      }
    }
    const origins = new Set(candidates.map((candidate) => candidate.origin));
    const [first] = this.#deadOrigins.values();
    if (first !== undefined && [...origins].every((origin) => this.#deadOrigins.has(origin))) throw first;
    throw new VaultError('source.not-moodle');
  }

  async #ask(base: URL, redirectsLeft: number): Promise<FoundConfig | undefined> {
    const url = new URL(`${base.pathname.replace(/\/$/, '')}${configPath}`, base);
    url.search = `?info=${configFunction}`;
    const json = JSON.stringify([{ index: 0, methodname: configFunction, args: {} }]);
    const { answer, bytes } = await this.#client.read(
      { method: 'POST', url, json, signal: this.#signal },
      configLimit,
    );
    const moved = movedTo(base, answer, configPath);
    // Nothing secret is in this question, so it may follow; the client itself never does.
    if (moved !== undefined) return redirectsLeft > 0 ? this.#ask(moved, redirectsLeft - 1) : undefined;
    if (answer.status === 503) throw new VaultError('source.maintenance', { status: 503 });
    if (answer.status >= 500) throw new VaultError('source.unreachable', { status: answer.status });
    const config = answer.status === 200 ? readConfig(base, bytes) : undefined;
    if (config !== 'elsewhere') return config;
    const own = await this.#askOwnAddress(base);
    return own === undefined || redirectsLeft === 0 ? undefined : this.#ask(own, redirectsLeft - 1);
  }

  /** A site reached by a name that is not its own cannot redirect this question, but it does redirect its web service. */
  async #askOwnAddress(base: URL): Promise<URL | undefined> {
    const url = new URL(`${base.pathname.replace(/\/$/, '')}${restPath}`, base);
    const { answer } = await this.#client.read({ method: 'POST', url, signal: this.#signal }, configLimit);
    return movedTo(base, answer, restPath);
  }
}

const configPath = '/lib/ajax/service-nologin.php';
const restPath = '/webservice/rest/server.php';
/** What scripts that cannot redirect say to whoever comes by another name than the site's own. */
const wrongName: ReadonlySet<string> = new Set(['redirecterrordetected', 'requirecorrectaccess']);
const redirects = 3;
const nobodyThere: ReadonlySet<string> = new Set(['source.unreachable', 'source.timeout']);

/** The site that a redirect points to when it leads to the same script there; undefined when it leads to anything else. */
function movedTo(base: URL, answer: HttpAnswer, script: string): URL | undefined {
  const location = answer.header('location');
  if (answer.status < 300 || answer.status >= 400 || location === undefined) return undefined;
  if (!URL.canParse(location, base.href)) return undefined;
  const target = new URL(location, base);
  const path = target.pathname;
  if (!['http:', 'https:'].includes(target.protocol) || !path.endsWith(script)) return undefined;
  // From https to http is a step that nobody should take unasked.
  if (base.protocol === 'https:' && target.protocol === 'http:') return undefined;
  return new URL(path.slice(0, -script.length) || '/', target.origin);
}

function readConfig(asked: URL, bytes: Uint8Array): FoundConfig | 'elsewhere' | undefined {
  let value;
  try {
    value = parseAnswer(parseUtf8(bytes));
  } catch {
    return undefined;
  }
  const refusal = findRefusal(value);
  if (refusal !== undefined) {
    if (wrongName.has(refusal.errorcode)) return 'elsewhere';
    const error = siteError(refusal);
    if (error !== undefined) throw error;
    return undefined;
  }
  const read = configAnswerSchema.safeParse(value);
  const [first] = read.success ? read.data : [];
  return first === undefined ? undefined : { asked, ...first.data };
}

/** A wwwroot as a URL. Throws `source.protocol`. */
export function parseSiteAddress(wwwroot: string): URL {
  const url = URL.canParse(wwwroot) ? new URL(wwwroot) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new VaultError('source.protocol', { reason: 'wwwroot' });
  return new URL(url.pathname, url.origin);
}
