import {
  Archive,
  AudioLines,
  Award,
  BookOpenText,
  CircleHelp,
  ClipboardCheck,
  ClipboardList,
  ClipboardPen,
  File,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  Film,
  FolderArchive,
  GraduationCap,
  ListOrdered,
  Mail,
  MessageSquareText,
  NotebookPen,
  PanelsTopLeft,
  Presentation,
  Signature,
  Upload,
  UserCheck,
} from 'lucide-react';

import type { Icon } from '../../ui/icon.ts';
import { fileKindOf, type FileKind } from './file-kind.ts';

const fileIcons: Readonly<Record<FileKind, Icon>> = {
  pdf: FileText,
  word: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  image: FileImage,
  video: Film,
  audio: AudioLines,
  web: FileCode,
  mail: Mail,
  archive: FolderArchive,
  table: FileSpreadsheet,
  text: FileText,
  other: File,
};

const kindIcons: ReadonlyMap<string, Icon> = new Map<string, Icon>([
  ['assignment', ClipboardList],
  ['attempt', ListOrdered],
  ['submission', Upload],
  ['feedback', MessageSquareText],
  ['grade', ClipboardCheck],
  ['enrolment', GraduationCap],
  ['message', Mail],
  ['credential', Award],
  ['page', PanelsTopLeft],
  ['statement', UserCheck],
  ['decision', BookOpenText],
  ['declaration', Signature],
  ['note', NotebookPen],
  ['mapping', ClipboardPen],
  ['profile', Archive],
]);

/** The icon of an item: a file's own, or its kind's. */
export function iconOf(item: { readonly kind: string; readonly mediaType?: string }): Icon {
  if (item.kind === 'document') return fileIcons[fileKindOf(item.mediaType)];
  return kindIcons.get(item.kind) ?? CircleHelp;
}
