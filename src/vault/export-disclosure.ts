import { encodeCanonicalJson } from '../base/canonical-json.ts';
import { idsIn } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { disclosesByDefault } from '../bundle/default-disclosure.ts';
import type { ExportSelection } from './export-selection.ts';
import type { OpenVault } from './vault-context.ts';

/**
 * Which fields of an entry an export opens. Beside what is closed by default, a property of a record stays closed that names an item which
 * is not shown: an id is made of the item's key at its source, often a file's name, so whoever guesses the name could confirm it.
 */
export function exportDisclosure(
  vault: OpenVault,
  { identity, shown }: Pick<ExportSelection, 'identity' | 'shown'>,
): (fields: JsonObject) => (name: string) => boolean {
  const isHidden = (id: string) => !shown.has(id) && vault.index.items.find(id) !== undefined;
  return (fields) => {
    const byDefault = disclosesByDefault(fields, { identity });
    return (name) => {
      if (!byDefault(name)) return false;
      const value = name.startsWith('record.') ? fields[name] : undefined;
      const named = value === undefined ? [] : idsIn('item', encodeCanonicalJson(value));
      return !named.some(isHidden);
    };
  };
}
