import { accounts } from './accounts.ts';
import type { FunctionName } from './function-parameters.ts';
import { functionParameters, isFunctionName } from './function-parameters.ts';
import { asObject, nestParameters } from './php-parameters.ts';
import type { Recordings } from './recordings.ts';

/** The settings of a call that change its answer and were recorded; others are accepted and ignored. */
export type CallSettings = Readonly<Record<string, string>>;

const settingPrefix = 'moodlewssetting';
const ordinary: CallSettings = { moodlewssettingraw: 'false', moodlewssettingfileurl: 'true' };

/** Takes the settings and Moodle's own parameters out, leaving those of the function. */
export function splitParameters(flat: Iterable<readonly [string, string]>): {
  readonly settings: CallSettings;
  readonly own: Record<string, unknown>;
} {
  const own: [string, string][] = [];
  const settings: Record<string, string> = {};
  for (const [name, value] of flat) {
    if (name === 'wstoken' || name === 'wsfunction' || name === 'moodlewsrestformat') continue;
    if (!name.startsWith(settingPrefix)) own.push([name, value]);
    else if (name in ordinary && ordinary[name] !== value) settings[name] = value;
  }
  return { settings, own: asObject(nestParameters(own)) };
}

const tokenOwners: ReadonlyMap<string, string> = new Map([
  ['TOKEN', 'learner1'],
  ...accounts.map(({ username }) => [`TOKEN_${username.toUpperCase()}`, username] as const),
]);

/** Finds what was recorded for the same account, function, parameters (defaults filled in) and settings. */
export class RecordedAnswers {
  readonly #recordings: Recordings;
  readonly #files = new Map<string, string>();

  constructor(recordings: Recordings) {
    this.#recordings = recordings;
    for (const { file, request } of recordings.exchanges) {
      const { wstoken, wsfunction } = request.params ?? {};
      const username = tokenOwners.get(wstoken ?? '');
      if (username === undefined || wsfunction === undefined || !isFunctionName(wsfunction)) continue;
      if (request.headers?.Host !== undefined || file.startsWith('11_lifecycle/')) continue;
      const { settings, own } = splitParameters(Object.entries(request.params ?? {}));
      const parsed = functionParameters[wsfunction].safeParse(own);
      if (parsed.success) this.#files.set(key(username, wsfunction, parsed.data, settings), file);
    }
  }

  /** @param parameters the parsed output of the function's schema */
  find(username: string, name: FunctionName, parameters: unknown, settings: CallSettings = {}): unknown {
    const file = this.#files.get(key(username, name, parameters, settings));
    return file === undefined ? undefined : this.#recordings.json(file);
  }
}

function key(username: string, name: string, parameters: unknown, settings: CallSettings): string {
  return JSON.stringify([username, name, parameters, Object.entries(settings).sort()]);
}
