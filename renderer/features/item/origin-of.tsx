import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { Details } from '../../ui/details.tsx';
import { sayKind } from '../evidence/kind-words.ts';
import { words as listWords } from '../evidence/words.ts';
import type { SourceOfItem } from './source-of-item.ts';
import { numberIn, objectsIn, textIn, timeIn, type KeptRecord } from './record-parts.ts';
import { words } from './words.ts';

type Version = NonNullable<ShownItem['latest']>;

/** Where an item came from and when, in words; digests and the place in the history one level down. */
export function OriginOf({
  item,
  source,
  sourcesKnown,
}: {
  readonly item: ShownItem;
  readonly source: SourceOfItem | undefined;
  readonly sourcesKnown: boolean;
}): ReactNode {
  const say = useWords(words);
  const sayList = useWords(listWords);
  const { latest } = item;
  if (latest === undefined) return null;
  const name = source?.name ?? (sourcesKnown ? say.unknownSource : '…');
  const changed = timeIn(latest.record, 'modified');
  const nameThere = textIn(latest.record, 'path');
  return (
    <Card title={say.origin}>
      <p>{sayOrigin(say, latest.provenance, source?.type, name)}</p>
      <dl className="facts">
        <Fact name={say.originCopied}>
          <DateText at={latest.capturedAt} />
        </Fact>
        {changed !== undefined && (
          <Fact name={say.originChanged}>
            <DateText at={changed} />
          </Fact>
        )}
        <Fact name={say.originKind}>{sayKind(sayList, item)}</Fact>
        {latest.content !== undefined && (
          <Fact name={say.originSize}>
            <Bytes size={latest.content.size} />
          </Fact>
        )}
        {nameThere !== undefined && nameThere !== '/' && <Fact name={say.originName}>{nameThere}</Fact>}
      </dl>
      <Details summary={say.details}>
        <VersionFacts item={item} version={latest} />
      </Details>
    </Card>
  );
}

function sayOrigin(
  say: typeof words.en,
  provenance: KeptRecord,
  type: string | undefined,
  source: string,
): string {
  switch (textIn(provenance, 'method')) {
    case 'web-service':
      return fill(say.originWebService, { source });
    case 'download':
      return fill(say.originDownload, { source });
    case 'portal':
      return fill(say.originPortal, { source });
    case 'file':
      return type === 'folder' ? fill(say.originFolder, { source }) : say.originFile;
    default:
      return fill(say.originOther, { source });
  }
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Everything exact that is known of a version. */
function VersionFacts({ item, version }: { readonly item: ShownItem; readonly version: Version }): ReactNode {
  const { detail: say } = useWords(words);
  const { provenance, content } = version;
  const status = numberIn(provenance, 'status');
  const [certificate] = objectsIn(provenance, 'tls');
  const facts: readonly (readonly [string, string | number | undefined])[] = [
    [say.id, item.id],
    [say.key, item.key],
    [say.version, version.version],
    [say.sha256, content?.sha256],
    [say.sha512, content?.sha512],
    [say.crc32, typeof content?.crc32 === 'number' ? content.crc32.toString(16).padStart(8, '0') : undefined],
    [say.bytes, content?.size],
    [say.mediaType, version.mediaType],
    [say.log, version.log],
    [say.entry, version.index],
    [say.leaf, version.leafHash],
    [say.method, textIn(provenance, 'method')],
    [say.address, textIn(provenance, 'address')],
    [say.function, textIn(provenance, 'function')],
    [say.answer, status],
    [say.date, textIn(provenance, 'date')],
    [say.etag, textIn(provenance, 'etag')],
    [say.received, textIn(provenance, 'received')],
    [say.certificate, textIn(certificate, 'sha256')],
    [say.app, textIn(provenance, 'app')],
    [say.timeZone, textIn(provenance, 'timeZone')],
  ];
  return (
    <dl className="facts facts-exact">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <Fact key={name} name={name}>
            <span className="exact">{value}</span>
          </Fact>
        ),
      )}
    </dl>
  );
}
