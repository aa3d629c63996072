import { Check, FileText, FolderSync, Globe, School } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { fill } from '../../language/fill.ts';
import { sayDate } from '../../language/date-words.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { plural } from '../../language/plural.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { stroke, type Icon } from '../../ui/icon.ts';
import { Link } from '../../ui/link.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { navigate } from '../../app/router.ts';
import { copyNow } from './act-on.ts';
import { isStale, type StatusSource } from './standing.ts';
import { words } from './words.ts';

const icons: Readonly<Record<string, Icon>> = { moodle: School, folder: FolderSync, files: FileText };

/** Where work comes from, how each source stands, and what to do. */
export function SourcesCard({ sources }: { readonly sources: readonly StatusSource[] }): ReactNode {
  const say = useWords(words).sources;
  const shown = sources.filter(({ state }) => state !== 'removed');
  return (
    <Card flush title={say.title} aside={<Link to="/sources">{say.all}</Link>}>
      <Rows label={say.title}>
        {shown.length === 0 && (
          <Row
            title={say.none}
            aside={
              <Button variant="plain" onPress={() => navigate('/sources/add')}>
                {say.add}
              </Button>
            }
          />
        )}
        {shown.map((source) => (
          <SourceLine key={source.id} source={source} />
        ))}
      </Rows>
    </Card>
  );
}

type StateName = keyof (typeof words)['en']['sources']['state'];
const asksAgain: ReadonlySet<string> = new Set(['unreachable', 'maintenance', 'new']);

function SourceLine({ source }: { readonly source: StatusSource }): ReactNode {
  const say = useWords(words).sources;
  const language = useLanguage();
  const [now] = useState(() => new Date());
  const byHand = source.type === 'files' || source.type === 'portal';
  const wanting = stateName(source, byHand);
  const date = source.lastSuccess === undefined ? undefined : sayDate(source.lastSuccess, now, language);
  const copied =
    date === undefined
      ? source.paused
        ? say.pausedNever
        : say.never
      : fill(source.paused ? say.paused : isStale(source, now) && !byHand ? say.stale : say.copied, { date });
  const items = plural(source.items, say.items.one, say.items.many);
  const failed = source.failed > 0 ? `, ${plural(source.failed, say.failed.one, say.failed.many)}` : '';
  const says =
    wanting === undefined || wanting === 'new'
      ? copied
      : `${say.state[wanting].says}. ${date === undefined ? '' : copied}`;
  return (
    <Row
      icon={icons[source.type] ?? Globe}
      to={`/sources/${source.id}`}
      title={source.name}
      text={byHand ? `${items}${failed}` : `${says} ${says.endsWith('.') ? '' : '· '}${items}${failed}`}
      aside={
        wanting === undefined ? (
          <span className="home-good">
            <Check strokeWidth={stroke + 0.5} aria-hidden="true" />
            <VisuallyHidden>{say.upToDate}</VisuallyHidden>
          </span>
        ) : (
          <Button
            variant="plain"
            label={`${say.state[wanting].act}: ${source.name}`}
            onPress={() => (asksAgain.has(wanting) ? copyNow(source.id) : navigate(`/sources/${source.id}`))}
          >
            {say.state[wanting].act}
          </Button>
        )
      }
    />
  );
}

/** The state that wants something, if one does. */
function stateName(source: StatusSource, byHand: boolean): StateName | undefined {
  if (byHand && source.state !== 'partial') return undefined;
  const names = Object.keys(words.en.sources.state) as StateName[];
  return names.find((name) => name === source.state) ?? (source.failed > 0 ? 'partial' : undefined);
}
