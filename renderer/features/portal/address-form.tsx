import { useEffect, useRef, useState, type SubmitEvent, type ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { words } from './words.ts';

interface AddressFormProps {
  /** Of the page that is shown; what is being typed gives way to it when the page changes. */
  readonly address: string;
  readonly button: string;
  readonly busy?: boolean | undefined;
  readonly onGo: (url: string) => void;
}

export function AddressForm({ address, button, busy = false, onGo }: AddressFormProps): ReactNode {
  const say = useWords(words);
  const [typed, setTyped] = useState(address);
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef(address);
  useEffect(() => {
    // Whoever is typing goes on typing, whatever the page does meanwhile.
    const isTyping = form.current?.querySelector('input:focus') !== null;
    setTyped((now) => (isTyping && now !== shown.current ? now : address));
    shown.current = address;
  }, [address]);
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    if (typed.trim() === '') return;
    shown.current = typed;
    onGo(typed.trim());
  };
  return (
    <form ref={form} className="portal-address" onSubmit={go} noValidate>
      <TextField label={say.address} type="url" value={typed} onChange={setTyped} exact />
      <Button type="submit" busy={busy}>
        {button}
      </Button>
    </form>
  );
}
