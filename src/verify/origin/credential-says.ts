import type { JsonObject, JsonValue } from '../../base/json.ts';
import { listOf, objectOf, textOf } from '../../bundle/readable-json.ts';
import type { Description } from './credentials/describe-credential.ts';
import type { ShownItem } from './shown-items.ts';

/**
 * Whether a record says what the credential says: which it is, who issued it to whom and for what, results and times, word for word. What is
 * not opened says nothing; neither do descriptions, which a later version may read in another way.
 */
export function recordSays({ facts, view }: ShownItem, description: Description): boolean {
  const { record } = facts;
  const opened = (name: string): boolean => !view.notShown.includes(`record.${name}`);
  const texts = (['standard', 'id', 'title'] as const).every(
    (name) => !opened(name) || record[name] === description[name],
  );
  const times = (['validFrom', 'validUntil', 'awarded'] as const).every(
    (name) => !opened(name) || objectOf(record[name])?.said === description[name]?.said,
  );
  return (
    texts &&
    times &&
    (facts.name === undefined || description.title === undefined || facts.name === description.title) &&
    (!opened('issuer') || sameParty(record.issuer, description.issuer)) &&
    (!opened('subject') || sameParty(record.subject, description.subject)) &&
    (!opened('achievements') ||
      sameList(record.achievements, description.achievements, ['id', 'name', 'code'])) &&
    (!opened('results') ||
      sameList(record.results, description.results, ['of', 'type', 'value', 'level', 'status']))
  );
}

/** Whether a grade is one of the credential's results, by its value and title. */
export function gradeSays({ facts }: ShownItem, { title, results }: Description): boolean {
  const said = objectOf(facts.record.value)?.said;
  const names = [facts.name, textOf(facts.record.title)].filter((name) => name !== undefined);
  return results.some((result) => {
    const named = [title, result.of].filter((part) => part !== undefined).join(': ');
    return (
      (result.value ?? result.level) === said &&
      (title === undefined || names.every((name) => name === named))
    );
  });
}

function sameParty(
  record: JsonValue | undefined,
  { id, name }: { readonly id?: string; readonly name?: string },
): boolean {
  const said = objectOf(record);
  return said?.id === id && said?.name === name;
}

function sameList(
  record: JsonValue | undefined,
  described: readonly Readonly<Record<string, unknown>>[],
  names: readonly string[],
): boolean {
  const said: readonly (JsonObject | undefined)[] = listOf(record).map(objectOf);
  return (
    said.length === described.length &&
    described.every((one, at) => names.every((name) => said[at]?.[name] === one[name]))
  );
}
