import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';

import { classNames } from './class-names.ts';
import './field.css';

export interface TextFieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  /** What is wrong with it, in plain words. */
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly multiline?: boolean | undefined;
  readonly type?: 'text' | 'email' | 'url' | 'date' | 'time' | 'number' | undefined;
  readonly name?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly autoComplete?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Letters and digits that must be read one by one, such as a learner number. */
  readonly exact?: boolean | undefined;
}

export function TextField(props: TextFieldProps): ReactNode {
  const { label, help, error, value, onChange, multiline = false, type = 'text', exact = false } = props;
  const input = {
    className: classNames('field-input', multiline && 'field-area', exact && 'field-exact'),
    ...(props.placeholder === undefined ? {} : { placeholder: props.placeholder }),
  };
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      type={type}
      isInvalid={error !== undefined}
      isDisabled={props.isDisabled ?? false}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      spellCheck={multiline ? 'true' : 'false'}
      {...(props.name === undefined ? {} : { name: props.name })}
    >
      <Label className="field-label">{label}</Label>
      {multiline ? <TextArea {...input} rows={4} /> : <Input {...input} />}
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
