import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';

import { useWords } from '../language/use-words.ts';
import { classNames } from './class-names.ts';
import { stroke, type Icon } from './icon.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import { words } from './words.ts';
import './button.css';

export interface ButtonProps {
  /** `primary` once a screen, for its main action. */
  readonly variant?: 'primary' | 'quiet' | 'plain' | 'danger' | undefined;
  readonly icon?: Icon | undefined;
  readonly onPress?: (() => void) | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Something is under way: it stays in place, keeps the focus and cannot be pressed again. */
  readonly busy?: boolean | undefined;
  readonly type?: 'button' | 'submit' | undefined;
  /** Id of the form that it submits, where it stands outside it. */
  readonly form?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  /** A longer name for a screen reader, where the words alone say too little; it begins with the words. */
  readonly label?: string | undefined;
  readonly children: ReactNode;
}

export function Button({
  variant = 'quiet',
  icon: Icon,
  onPress,
  isDisabled = false,
  busy = false,
  type = 'button',
  form,
  autoFocus = false,
  label,
  children,
}: ButtonProps): ReactNode {
  const say = useWords(words);
  return (
    <AriaButton
      className={classNames('button', `button-${variant}`)}
      type={type}
      isDisabled={isDisabled}
      isPending={busy}
      autoFocus={autoFocus}
      {...(form === undefined ? {} : { form })}
      {...(onPress === undefined ? {} : { onPress: () => onPress() })}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {busy ? (
        <span className="button-spinner" aria-hidden="true" />
      ) : (
        Icon !== undefined && <Icon className="button-icon" strokeWidth={stroke} aria-hidden="true" />
      )}
      <span>{children}</span>
      {busy && <VisuallyHidden>{say.busy}</VisuallyHidden>}
    </AriaButton>
  );
}
