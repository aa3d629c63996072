import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A small file of each kind that learners hand in, made of the bytes that name its type. */
export const sampleFiles: Readonly<Record<string, Uint8Array>> = {
  'report.pdf': Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n', 'latin1'),
  'photo.png': Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000100ffff03000006000557bfabd40000000049454e44ae426082',
    'hex',
  ),
  'notes.txt': Buffer.from('What I did on Monday: the risk assessment.\n'),
  'talk.wav': Buffer.concat([
    Buffer.from('RIFF', 'latin1'),
    Buffer.from([40, 0, 0, 0]),
    Buffer.from('WAVEfmt ', 'latin1'),
    Buffer.from('10000000010001004000000080000000020010006461746104000000', 'hex'),
    Buffer.alloc(4),
  ]),
  'empty.docx': Buffer.alloc(0),
  'Zoë’s évidence 👷.txt': Buffer.from('A name with accents and an emoji.\n'),
  'unit-2/report.pdf': Buffer.from('%PDF-1.4\nthe same name in another folder\n%%EOF\n', 'latin1'),
};

/** Writes them below a folder. */
export async function writeSampleFiles(folder: string): Promise<void> {
  for (const [name, bytes] of Object.entries(sampleFiles)) {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, bytes);
  }
}
