import { useEffect, useRef, type ReactNode, type SubmitEvent } from 'react';

import type { Door } from './use-door.ts';
import './door-form.css';

/** A form that Enter sends, and that leads to its first wrong field. */
export function DoorForm({
  door,
  onSubmit,
  children,
}: {
  readonly door: Door;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  const { wrongs } = door;
  useEffect(() => {
    if (wrongs > 0)
      form.current?.querySelector<HTMLElement>('input[aria-invalid="true"], [data-wrong] button')?.focus();
  }, [wrongs]);

  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!door.busy) onSubmit();
  };
  return (
    <form ref={form} className="door-form" noValidate autoComplete="off" onSubmit={send}>
      {children}
    </form>
  );
}
