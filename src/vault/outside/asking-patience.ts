import { z } from 'zod';

import { asJson } from '../../base/as-json.ts';
import type { ErrorReport } from '../../base/errors.ts';
import type { OpenVault } from '../vault-context.ts';

/** Who outside of the vault is asked: each list has a memory of its own. */
export type Asked = 'timestamps' | 'witnesses';

/** How asking somebody went wrong last, and until when they are left alone. */
export interface AskingFailure {
  /** Address of the authority, or key of the witness. */
  readonly who: string;
  readonly code: string;
  /** ISO 8601, by this computer's clock. */
  readonly at: string;
  /** How often in a row. */
  readonly times: number;
  /** When they are asked again by themselves. ISO 8601. */
  readonly retryAt: string;
}

const failuresSchema = z.array(
  z.object({ who: z.string(), code: z.string(), at: z.iso.datetime(), times: z.int().positive() }),
);
type Kept = z.infer<typeof failuresSchema>[number];

const minute = 60_000;
/** No network is soon mended, so what waits offline is asked for soon after; an answer that is wrong is not. */
const waits = {
  unreachable: { first: minute, longest: 30 * minute },
  other: { first: 10 * minute, longest: 24 * 60 * minute },
} as const;

function waitOf({ code, times }: Kept): number {
  const { first, longest } = code.endsWith('-unreachable') ? waits.unreachable : waits.other;
  return Math.min(first * 2 ** Math.min(times - 1, 30), longest);
}

/**
 * How asking went wrong last, by whom. It lies in the index like a connector's cursor: a hint that may be lost, since what is due is
 * found without it.
 */
export function askingFailures(vault: OpenVault, asked: Asked): ReadonlyMap<string, AskingFailure> {
  const kept = failuresSchema.safeParse(vault.index.sources.cursor(asked)).data ?? [];
  return new Map(
    kept.map((one) => [
      one.who,
      { ...one, retryAt: new Date(Date.parse(one.at) + waitOf(one)).toISOString() },
    ]),
  );
}

/**
 * Whether somebody may be asked without the learner saying so: not for a while after they failed, each time for longer. A clock that
 * went back makes nobody wait.
 */
export function mayAsk(vault: OpenVault, asked: Asked, who: string): boolean {
  const failure = askingFailures(vault, asked).get(who);
  if (failure === undefined) return true;
  const now = vault.clock.now().getTime();
  return now < Date.parse(failure.at) || now >= Date.parse(failure.retryAt);
}

/** Remembers how asking ended: those who answered are forgiven, and others are left as they were. */
export function rememberAsking(
  vault: OpenVault,
  asked: Asked,
  ended: readonly { readonly who: string; readonly error: ErrorReport | undefined }[],
): void {
  const at = vault.clock.now().toISOString();
  const before = askingFailures(vault, asked);
  const answered = new Set(ended.map(({ who }) => who));
  const kept: Kept[] = [...before.values()]
    .filter(({ who }) => !answered.has(who))
    .map(({ retryAt: _, ...one }) => one);
  for (const { who, error } of ended)
    if (error !== undefined)
      kept.push({ who, code: error.code, at, times: (before.get(who)?.times ?? 0) + 1 });
  vault.index.sources.rememberCursor(asked, asJson(kept) ?? null);
}
