import { Download } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ShownItem } from '../../../src/contract/methods/item-methods.ts';
import { useEngine } from '../../app/engine.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Bytes } from '../../ui/bytes.tsx';
import { Card } from '../../ui/card.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { FeedbackText } from './feedback-text.tsx';
import { gradeIn } from './record-parts.ts';
import { words } from './words.ts';

/** Every version of an item that changed, newest first, each to be looked at and saved. */
export function VersionsOf({
  item,
  shown,
  onShow,
  onSave,
}: {
  readonly item: ShownItem;
  readonly shown: number | undefined;
  /** Undefined for the latest. */
  readonly onShow: (version: number | undefined) => void;
  readonly onSave: (version: number) => void;
}): ReactNode {
  return item.versions > 1 ? (
    <KnownVersions item={item} shown={shown} onShow={onShow} onSave={onSave} />
  ) : null;
}

function KnownVersions({ item, shown, onShow, onSave }: Parameters<typeof VersionsOf>[0]): ReactNode {
  const say = useWords(words);
  const history = useEngine('items.history', { item: item.id });
  if (history.state !== 'ready') return null;
  const versions = history.value.versions.toReversed();
  const latest = versions[0]?.version;
  return (
    <Card flush title={say.versions} aside={say.versionsText}>
      <Rows label={say.versions}>
        {versions.map(({ version, capturedAt, content, record }) => {
          const isShown = (shown ?? latest) === version;
          const title = fill(say.version, { version });
          return (
            <Row
              key={version}
              title={
                <>
                  {title}
                  {version === latest && <span className="item-small"> ({say.latest})</span>}
                </>
              }
              text={
                <>
                  <DateText at={capturedAt} />
                  {content !== undefined && (
                    <>
                      {' · '}
                      <Bytes size={content.size} />
                    </>
                  )}
                  {item.kind === 'grade' && ` · ${gradeIn(record) ?? say.noValue}`}
                  {item.kind === 'feedback' && version !== latest && <FeedbackText record={record} />}
                </>
              }
              aside={
                content !== undefined && (
                  <>
                    {isShown ? (
                      <span className="item-small">{say.looking}</span>
                    ) : (
                      <Button
                        variant="plain"
                        label={fill(say.look, { version })}
                        onPress={() => onShow(version === latest ? undefined : version)}
                      >
                        {say.preview}
                      </Button>
                    )}
                    <IconButton
                      icon={Download}
                      label={fill(say.saveVersion, { version })}
                      onPress={() => onSave(version)}
                    />
                  </>
                )
              }
            />
          );
        })}
      </Rows>
    </Card>
  );
}
