import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { ToggleButton } from 'react-aria-components/ToggleButton';

import { useWords } from '../language/use-words.ts';
import { stroke } from './icon.ts';
import { words } from './words.ts';
import './field.css';

export interface PassphraseFieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** For what nobody should read over a shoulder. Nothing is remembered, checked for spelling or filled in. */
export function PassphraseField(props: PassphraseFieldProps): ReactNode {
  const { label, help, error, value, onChange } = props;
  const say = useWords(words);
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      type={shown ? 'text' : 'password'}
      isInvalid={error !== undefined}
      isDisabled={props.isDisabled ?? false}
      autoFocus={props.autoFocus ?? false}
      autoComplete="off"
      autoCorrect="off"
      spellCheck="false"
    >
      <Label className="field-label">{label}</Label>
      <Group className="field-group">
        <Input className="field-input field-secret" />
        <ToggleButton
          className="field-toggle"
          isSelected={shown}
          onChange={setShown}
          aria-label={shown ? say.hide : say.show}
        >
          <Icon strokeWidth={stroke} aria-hidden="true" />
        </ToggleButton>
      </Group>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
