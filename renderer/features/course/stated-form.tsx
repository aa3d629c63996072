import { useState, type ReactNode, type SubmitEvent } from 'react';

import { asCallError, type CallError } from '../../app/call-error.ts';
import type { EngineOutput } from '../../../src/contract/engine-contract.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { words } from './words.ts';
import './course.css';

export type Warnings = EngineOutput<'profile.set'>['warnings'];

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly type?: 'text' | 'email' | 'date' | 'number' | undefined;
  readonly exact?: boolean | undefined;
  readonly multiline?: boolean | undefined;
}

interface StatedFormProps {
  readonly fields: readonly FormField[];
  /** Fields that few need, under a heading of their own. */
  readonly more?: { readonly title: string; readonly fields: readonly FormField[] } | undefined;
  readonly values: Readonly<Record<string, string>>;
  /** Fields without which nothing can be saved. */
  readonly needed?: readonly string[] | undefined;
  readonly onSave: (values: Readonly<Record<string, string>>) => Promise<void>;
  readonly onCancel: () => void;
}

/** A form of plain fields. What is doubtful is said after saving, never in the way of it. */
export function StatedForm({
  fields,
  more,
  values,
  needed = [],
  onSave,
  onCancel,
}: StatedFormProps): ReactNode {
  const say = useWords(words);
  const [typed, setTyped] = useState(values);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    onSave(typed)
      .catch((thrown: unknown) => setError(asCallError(thrown)))
      .finally(() => setBusy(false));
  };
  const show = (field: FormField, first: boolean): ReactNode => (
    <TextField
      key={field.name}
      label={field.label}
      help={field.help}
      type={field.type}
      exact={field.exact}
      multiline={field.multiline}
      autoFocus={first}
      value={typed[field.name] ?? ''}
      onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
    />
  );
  return (
    <form className="course-form" onSubmit={submit}>
      <div className="course-fields">{fields.map((field, at) => show(field, at === 0))}</div>
      {more !== undefined && (
        <Details summary={more.title} open={more.fields.some(({ name }) => (values[name] ?? '') !== '')}>
          <div className="course-fields">{more.fields.map((field) => show(field, false))}</div>
        </Details>
      )}
      {error !== undefined && <ErrorNote error={error} />}
      <div className="course-buttons">
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          isDisabled={needed.some((name) => (typed[name] ?? '').trim() === '')}
        >
          {say.save}
        </Button>
        <Button variant="plain" onPress={onCancel}>
          {say.cancel}
        </Button>
      </div>
    </form>
  );
}
