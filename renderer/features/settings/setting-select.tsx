import { SelectField } from '../../ui/select-field.tsx';

/** A setting that is one of a few values, which need not be texts. */
export function SettingSelect<Value extends string | number>({
  label,
  help,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, label: string])[];
  readonly onChange: (value: Value) => void;
}) {
  return (
    <SelectField
      label={label}
      help={help}
      value={String(value)}
      options={options.map(([id, shown]) => ({ id: String(id), label: shown }))}
      onChange={(id) => {
        const chosen = options.find(([own]) => String(own) === id);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    />
  );
}
