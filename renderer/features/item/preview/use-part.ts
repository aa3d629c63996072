import { useEffect, useState } from 'react';

import { readPart, type Content } from './use-content.ts';

export type AskedPart =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly state: 'error' };

/** The first bytes of a content, read again only when more are asked for. */
export function usePart(content: Content, length: number): AskedPart {
  const [asked, setAsked] = useState<AskedPart>({ state: 'loading' });
  useEffect(() => {
    const gone = new AbortController();
    readPart(content, 0, length, gone.signal)
      .then((bytes) => setAsked({ state: 'ready', bytes }))
      .catch(() => {
        if (!gone.signal.aborted) setAsked({ state: 'error' });
      });
    return () => gone.abort();
  }, [content, length]);
  return asked;
}
