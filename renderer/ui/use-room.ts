import { useEffect, useState, type RefObject } from 'react';

/** Whether there is room for so many characters' widths (rem) in an element: it minds the window, zoom and the size of text alike. */
export function useRoom(place: RefObject<HTMLElement | null>, rem: number): boolean {
  const [room, setRoom] = useState(true);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setRoom(element.clientWidth >= rem * size);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place, rem]);
  return room;
}
