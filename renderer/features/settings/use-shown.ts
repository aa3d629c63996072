import { useEffect, useRef, type RefObject } from 'react';

import { useRoute } from '../../app/router.ts';

/** For a card that another screen leads to (`/settings?show=NAME`): it is brought into view and its heading gets the focus. */
export function useShown(name: string, ready: boolean): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const wanted = useRoute().query.get('show') === name;
  useEffect(() => {
    if (!wanted || !ready) return;
    place.current?.scrollIntoView({ block: 'start' });
    const heading = place.current?.querySelector('h2');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }, [wanted, ready]);
  return place;
}
