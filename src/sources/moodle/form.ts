import type { JsonValue } from '../../base/json.ts';

/** Arguments of a web service function. */
export type Arguments = Readonly<Record<string, JsonValue>>;

/** Arguments as PHP reads them from a form: `courseids[0]=2`, `options[0][name]=ids`; true and false as 1 and 0. */
export function encodeForm(named: Arguments): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(named)) append(form, name, value);
  return form;
}

function append(form: URLSearchParams, name: string, value: JsonValue): void {
  if (value === null) return;
  if (typeof value === 'boolean') form.append(name, value ? '1' : '0');
  else if (typeof value !== 'object') form.append(name, String(value));
  else for (const [inner, member] of Object.entries(value)) append(form, `${name}[${inner}]`, member);
}
