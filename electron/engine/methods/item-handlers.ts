import { asJson } from '../../../src/base/as-json.ts';
import { isJsonObject, type JsonObject } from '../../../src/base/json.ts';
import type { itemMethods } from '../../../src/contract/methods/item-methods.ts';
import { getVersionWithContent } from '../../../src/vault/find-version.ts';
import { flagItem } from '../../../src/vault/flags.ts';
import { saveContent } from '../../../src/vault/get-content.ts';
import { itemFacets, itemHistory, pageItems, showItem } from '../../../src/vault/items.ts';
import { listStatedMappings } from '../../../src/vault/mappings.ts';
import { previewOf } from '../../../src/vault/preview-kind.ts';
import { addNote, mapItem } from '../../../src/vault/statements.ts';
import { suggestMappings } from '../../../src/vault/suggest-mappings.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** What is in the vault. */
export function itemHandlers(engine: EngineContext): Handlers<typeof itemMethods> {
  const vault = () => engine.session.vault();
  return {
    'items.page': (request) => pageItems(vault(), request),
    'items.facets': () => itemFacets(vault()),
    'items.show': ({ item }) => {
      const shown = showItem(vault(), item);
      const { latest, parts, ...rest } = shown;
      return {
        ...rest,
        ...(latest === undefined ? {} : { latest: versionForPage(latest) }),
        parts: parts.map(({ latest: ofPart, ...part }) => ({
          ...part,
          ...(ofPart === undefined ? {} : { latest: versionForPage(ofPart) }),
        })),
      };
    },
    'items.history': ({ item }) => {
      const { versions, ...rest } = itemHistory(vault(), item);
      return { ...rest, versions: versions.map(versionForPage) };
    },
    'items.saveCopy': ({ item, version, to }) => {
      const held = vault();
      // What is not there is told at once, not by a task.
      const { item: id } = getVersionWithContent(held, item, version);
      const out = engine.grants.path(to);
      const task = engine.tasks.start({ kind: 'save-copy' }, async ({ signal, progress }) => {
        // The dialog asked before it gave the place away.
        const chosen = version === undefined ? {} : { version };
        const saved = await saveContent(held, id, {
          ...chosen,
          out,
          force: true,
          signal,
          onProgress: progress,
        });
        return { size: saved.size, sha256: saved.sha256 };
      });
      return { task };
    },
    'content.open': ({ item, version }) => {
      const { content, name, mediaType } = getVersionWithContent(vault(), item, version);
      const preview = previewOf(mediaType, name);
      const { sha256, size } = content;
      const token = engine.contents.open({ sha256, size, mediaType: preview.servedAs });
      return { token, name, size, mediaType: preview.mediaType, preview: preview.kind };
    },
    'content.close': ({ token }) => {
      engine.contents.close(token);
      return {};
    },
    'notes.add': ({ item, text }) => addNote(vault(), item, text),
    'items.flag': ({ item, flags }) => flagItem(vault(), item, flags),
    'mappings.add': ({ item, target, at }) => mapItem(vault(), item, target, at),
    'mappings.list': () => ({ mappings: listStatedMappings(vault()) }),
    'mappings.suggest': () => suggestMappings(vault()),
  };
}

function versionForPage<Version extends { readonly provenance: object }>(
  version: Version,
): Omit<Version, 'provenance'> & { readonly provenance: JsonObject } {
  const provenance = asJson(version.provenance);
  return { ...version, provenance: isJsonObject(provenance) ? provenance : {} };
}
