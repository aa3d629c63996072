import { useRef, type ReactNode } from 'react';

import { Button, type ButtonProps } from './button.tsx';

export interface ChooseFilesProps extends Pick<ButtonProps, 'variant' | 'icon' | 'children'> {
  /** As in an input's `accept`. */
  readonly accept: string;
  readonly multiple?: boolean;
  /** A name for the field that opens, for tools that fill it in. */
  readonly name: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that opens the browser's own choice of files, whose bytes stay in the page. */
export function ChooseFiles({
  accept,
  multiple = false,
  name,
  onFiles,
  ...button
}: ChooseFilesProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onPress={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        name={name}
        accept={accept}
        multiple={multiple}
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file may be chosen twice in a row.
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
