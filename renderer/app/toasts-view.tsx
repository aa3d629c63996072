import { Info, ShieldAlert, ShieldCheck, ShieldX, X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { stroke } from '../ui/icon.ts';
import { IconButton } from '../ui/icon-button.tsx';
import '../ui/marks.css';
import { useStore } from './store.ts';
import { dismissToast, toastsStore, type Toast } from './toasts.ts';
import { words } from './words.ts';

const icons = { safe: ShieldCheck, attention: ShieldAlert, risk: ShieldX, info: Info } as const;
/** Long enough to read twice; what went wrong stays until it is closed. */
const shownFor = 9000;

export function Toasts(): ReactNode {
  const say = useWords(words);
  const toasts = useStore(toastsStore);
  return (
    <section className="toasts" aria-label={say.toasts} hidden={toasts.length === 0}>
      {toasts.map((one) => (
        <ToastCard key={one.id} toast={one} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }): ReactNode {
  const say = useWords(words);
  const [held, setHeld] = useState(false);
  const { id, tone, text, action } = toast;
  useEffect(() => {
    if (held || tone === 'risk') return undefined;
    const timer = setTimeout(() => dismissToast(id), shownFor);
    return () => clearTimeout(timer);
  }, [held, id, tone]);
  const Icon = icons[tone];
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) };
  return (
    <div
      className={`toast tone-${tone}`}
      {...hold}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon strokeWidth={stroke} aria-hidden="true" />
      <div className="toast-text">{text}</div>
      {action !== undefined && (
        <Button
          variant="plain"
          onPress={() => {
            action.onPress();
            dismissToast(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={say.closeToast} icon={X} onPress={() => dismissToast(id)} />
    </div>
  );
}
