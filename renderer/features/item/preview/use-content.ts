import { useEffect, useState } from 'react';

import type { EngineOutput } from '../../../../src/contract/engine-contract.ts';
import { asCallError, CallError } from '../../../app/call-error.ts';
import { engine } from '../../../app/engine.ts';

export type Content = EngineOutput<'content.open'>;

export type AskedContent =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly content: Content }
  | { readonly state: 'error'; readonly error: CallError };

/** Makes a content readable while its preview is on the screen, and no longer. */
export function useContent(item: string, version: number | undefined): AskedContent {
  const [asked, setAsked] = useState<AskedContent>({ state: 'loading' });
  useEffect(() => {
    let gone = false;
    let token: string | undefined;
    const close = (): void => {
      // One that is closed already, as after locking, needs nothing more.
      if (token !== undefined) engine.call('content.close', { token }).catch(() => undefined);
    };
    engine
      .call('content.open', { item, ...(version === undefined ? {} : { version }) })
      .then((content) => {
        token = content.token;
        if (gone) close();
        else setAsked({ state: 'ready', content });
      })
      .catch((thrown: unknown) => {
        if (!gone) setAsked({ state: 'error', error: asCallError(thrown) });
      });
    return () => {
      gone = true;
      close();
    };
  }, [item, version]);
  return asked;
}

/** Where a content is readable. */
export function addressOf({ token }: Pick<Content, 'token'>): string {
  return `/content/${token}`;
}

/**
 * Reads a part of a content.
 * @param end exclusive; no further than the content goes
 * Throws CallError `integrity.blob-corrupt` if it cannot be read, and whatever fetch throws once `signal` is aborted.
 */
export async function readPart(
  content: Pick<Content, 'token' | 'size'>,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const last = Math.min(end, content.size) - 1;
  if (last < start) return new Uint8Array();
  const answer = await fetch(addressOf(content), {
    headers: { Range: `bytes=${String(start)}-${String(last)}` },
    signal,
  });
  // Anything else would be the whole content or none of it.
  if (answer.status !== 206) throw new CallError({ code: 'integrity.blob-corrupt', details: {} });
  return new Uint8Array(await answer.arrayBuffer());
}
