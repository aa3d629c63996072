import { VaultError } from '../../src/base/errors.ts';
import type { AppState } from '../../src/contract/app-state.ts';
import {
  answeredWhenLocked,
  engineMethods,
  type EngineMethod,
  type EngineMethods,
} from '../../src/contract/engine-contract.ts';
import { failure } from '../../src/contract/reply.ts';
import type { Changed } from './changes.ts';
import type { Handlers } from './handlers.ts';
import type { Answer } from './page-connection.ts';

/** While covered, nothing is shown: whoever sits there has to give the passphrase first. */
const answeredWhenCovered: ReadonlySet<EngineMethod> = new Set(['app.state', 'vault.uncover', 'tasks.list']);
const whenLocked: ReadonlySet<EngineMethod> = new Set(answeredWhenLocked);

/** What a method may have changed once it was answered well. */
const changedBy: Partial<Record<EngineMethod, readonly Changed[]>> = {
  'alerts.settle': ['alerts', 'status'],
  'notes.add': ['items'],
  'items.flag': ['items'],
  'mappings.add': ['status', 'course', 'items'],
  'profile.set': ['course'],
  'enrolments.set': ['course'],
  'units.add': ['course', 'status', 'items'],
  'units.addCriterion': ['course'],
  'units.importCsv': ['course', 'status', 'items'],
  'records.withdraw': ['course', 'status', 'items'],
  'sources.connectFolder': ['sources', 'status', 'items'],
  'sources.connectMoodle': ['sources', 'status', 'items'],
  'sources.connectCanvas': ['sources', 'status', 'items'],
  'sources.connectMailbox': ['sources', 'status', 'items'],
  'sources.signIn': ['sources', 'status'],
  'sources.remove': ['sources', 'status', 'items'],
  'sources.pause': ['sources', 'status'],
  'dates.answer': ['dates', 'status'],
  'dates.addAuthority': ['dates'],
  'dates.removeAuthority': ['dates'],
  'witnesses.add': ['dates'],
  'witnesses.remove': ['dates'],
};

export interface DispatchEnvironment {
  readonly handlers: Handlers<EngineMethods>;
  readonly state: () => AppState['engine'];
  readonly changed: (what: readonly Changed[]) => void;
}

/**
 * Answers calls: each input is parsed, each method refused where the state does not allow it, and whatever is thrown becomes a reply with a
 * code. Never rejects.
 */
export function createDispatcher({ handlers, state, changed }: DispatchEnvironment): Answer {
  return async (method, input, call) => {
    try {
      const name = knownMethod(method);
      refuseIfNotNow(name, state());
      const parsed = engineMethods[name].input.safeParse(input);
      if (!parsed.success) throw invalidInput(parsed.error.issues);
      // The table of handlers is typed method by method; here the name is any of them.
      const handler = handlers[name] as (input: unknown, context: typeof call) => unknown;
      const value = await handler(parsed.data, call);
      // The vault may have been covered meanwhile: then nobody is to see the answer.
      if (state() === 'covered') refuseIfNotNow(name === 'vault.cover' ? 'app.state' : name, 'covered');
      changed(changedBy[name] ?? []);
      return { ok: true, value };
    } catch (thrown) {
      return failure(thrown);
    }
  };
}

function knownMethod(method: string): EngineMethod {
  if (!isMethod(method)) throw new VaultError('input.usage', { what: 'method' });
  return method;
}

function isMethod(method: string): method is EngineMethod {
  return Object.hasOwn(engineMethods, method);
}

function refuseIfNotNow(method: EngineMethod, state: AppState['engine']): void {
  const allowed =
    state === 'open' || (state === 'covered' ? answeredWhenCovered.has(method) : whenLocked.has(method));
  if (!allowed) throw new VaultError('access.locked');
}

/** Names the field, never what was in it. */
function invalidInput(issues: readonly { readonly path: readonly PropertyKey[] }[]): VaultError {
  const field = issues[0]?.path.filter((part) => typeof part === 'string').join('.') ?? '';
  return new VaultError('input.record-invalid', { what: 'input', field: field.slice(0, 100) });
}
