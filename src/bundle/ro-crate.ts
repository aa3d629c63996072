import type { JsonObject } from '../base/json.ts';
import { copyMade } from './bundle-document.ts';
import type { BundleModel } from './bundle-model.ts';
import { folders, listings, paths } from './layout.ts';
import { PageContext, type PageInput } from './page/page-context.ts';
import { encodeReadableJson, textOf } from './readable-json.ts';

const version = 'https://w3id.org/ro/crate/1.2';

/**
 * `data/ro-crate-metadata.json`: the payload as an RO-Crate 1.2, whose root is `data/` (its appendix on BagIt). A pure function of what the
 * bundle discloses, and of whether the index is there as a PDF too. Each evidence file is an entity of its own; records are described as one folder.
 */
export function renderRoCrate(input: PageInput, { pdf }: { readonly pdf: boolean }): Uint8Array {
  const { document, model } = input;
  const files = filesOf(new PageContext(input));
  const learners = learnersOf(model);
  const units = model.statementsOf('unit').map(({ id, record }) => ({
    '@id': `#${id}`,
    '@type': 'DefinedTerm',
    name: textOf(record.title) ?? textOf(record.reference) ?? id,
    ...known('termCode', textOf(record.reference)),
  }));
  const parts: JsonObject[] = [
    page(paths.page, 'Evidence, for people', 'text/html'),
    page(listings.index, 'Evidence index', 'text/csv'),
    ...(pdf ? [page(listings.pdf, 'Evidence index, for printing', 'application/pdf')] : []),
    {
      '@id': relative(folders.records),
      '@type': 'Dataset',
      name: 'Records',
      description: 'One JSON file for each disclosed record of the vault’s history.',
    },
    ...files,
  ];
  const root: JsonObject = {
    '@id': './',
    '@type': 'Dataset',
    identifier: document.bundle,
    name: `Evidence bundle ${document.bundle}`,
    description: document.practice
      ? 'PRACTICE: nothing in this bundle is real evidence.'
      : 'Evidence of a learner, with what a vault recorded about it. The bag around it holds the proofs.',
    datePublished: document.madeAt,
    license: { '@id': '#terms' },
    ...(learners.length === 0 ? {} : { author: learners.map(link) }),
    hasPart: parts.map(link),
  };
  return encodeReadableJson({
    '@context': `${version}/context`,
    '@graph': [
      {
        '@id': 'ro-crate-metadata.json',
        '@type': 'CreativeWork',
        about: { '@id': './' },
        conformsTo: { '@id': version },
      },
      root,
      ...parts,
      ...learners,
      ...units,
      {
        '@id': '#terms',
        '@type': 'CreativeWork',
        name: 'No licence',
        description: 'Handed over for assessment. Nobody is given a licence by this bundle.',
      },
    ],
  });
}

function filesOf(context: PageContext): JsonObject[] {
  const { model, itemsInOrder } = context;
  return itemsInOrder.flat().flatMap((item): JsonObject[] => {
    const file = context.rowOf(item)?.file;
    if (file === undefined) return [];
    const { units } = model.placeOf(item);
    const described = units.filter((id) => model.findRecord(id) !== undefined);
    return [
      {
        '@id': relative(file.path),
        '@type': 'File',
        name: item.name ?? item.id,
        contentSize: `${file.size}`,
        sha256: file.sha256,
        ...known(
          'description',
          file.copyOf === undefined ? undefined : `${copyMade}; SHA-256 of the kept file: ${file.copyOf}`,
        ),
        ...known('encodingFormat', item.mediaType),
        ...known('version', item.version === 1 ? undefined : `${item.version}`),
        ...(described.length === 0 ? {} : { about: described.map((id) => ({ '@id': `#${id}` })) }),
      },
    ];
  });
}

function learnersOf(model: BundleModel): JsonObject[] {
  return model.statementsOf('profile').flatMap(({ id, record }) => {
    const name = textOf(record.name) ?? textOf(record.candidateNumber);
    return name === undefined ? [] : [{ '@id': `#${id}`, '@type': 'Person', name }];
  });
}

function page(path: string, name: string, encodingFormat: string): JsonObject {
  return { '@id': relative(path), '@type': 'File', name, encodingFormat };
}

/** From the crate's root. Names in a bundle need no escaping. */
function relative(path: string): string {
  return path.slice(folders.payload.length);
}

function link(entity: JsonObject): JsonObject {
  return { '@id': entity['@id'] ?? '' };
}

function known(name: string, value: string | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}
