import type { ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Page } from '../../ui/page.tsx';
import { ControlsSheet } from './controls-sheet.tsx';
import { LayersSheet } from './layers-sheet.tsx';
import { SaidSheet } from './said-sheet.tsx';
import { StyleSheetPart } from './style-sheet.tsx';
import { words } from './words.ts';
import './gallery.css';

/** `#/ui`: every part in every state on one page, for whoever builds the app. */
export function GalleryScreen(): ReactNode {
  const say = useWords(words);
  return (
    <div className="gallery">
      <Page title={say.title} lead={say.lead}>
        <StyleSheetPart />
        <ControlsSheet />
        <SaidSheet />
        <LayersSheet />
      </Page>
    </div>
  );
}
