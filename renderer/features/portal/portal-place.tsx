import { useEffect, useRef, type ReactNode } from 'react';

import { shell } from '../../app/shell.ts';

/** Keeps the place free where main lays the portal's view, and tells main where that is; gone, the view is hidden. */
export function PortalPlace({ label }: { readonly label: string }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let last = '';
    const tell = (): void => {
      const { x, y, width, height } = element.getBoundingClientRect();
      // A dialog lies above the page, but nothing of the page lies above the view.
      const covered = document.querySelector('[role=dialog], [role=alertdialog]') !== null;
      const now = {
        x: Math.round(x),
        y: Math.round(y),
        width: Math.max(0, Math.round(width)),
        height: Math.max(0, Math.round(height)),
      };
      const key = JSON.stringify([now, covered]);
      if (key === last) return;
      last = key;
      shell.call('portal.place', covered ? {} : { place: now }).catch(() => undefined);
    };
    const sizes = new ResizeObserver(tell);
    sizes.observe(element);
    sizes.observe(document.documentElement);
    const dialogs = new MutationObserver(tell);
    dialogs.observe(document.body, { childList: true });
    window.addEventListener('resize', tell);
    document.addEventListener('scroll', tell, { capture: true, passive: true });
    tell();
    return () => {
      sizes.disconnect();
      dialogs.disconnect();
      window.removeEventListener('resize', tell);
      document.removeEventListener('scroll', tell, { capture: true });
      shell.call('portal.place', {}).catch(() => undefined);
    };
  }, []);
  return <div ref={place} className="portal-place" role="region" aria-label={label} />;
}
