import { FileText } from 'lucide-react';
import type { StoredFile } from '@/api/types';
import { fileSize } from '@/lib/format';
import { Player } from './Player';

interface Props {
  files: StoredFile[];
  /** On the colour of the desk's own bubbles. */
  light?: boolean;
  /** What a sound is called, where its name says nothing. */
  label?: string;
}

/** Photos to see, sounds and films to play, everything else to download. */
export function Files({ files, light = false, label }: Props) {
  return (
    <div className="flex flex-col gap-1.5 py-0.5">
      {files.map((file) => {
        const [kind] = file.type.split('/');
        if (kind === 'image') return <Photo key={file.id} file={file} />;
        if (kind === 'video') return <Film key={file.id} file={file} />;
        if (kind !== 'audio') return <Download key={file.id} file={file} />;
        return <Player key={file.id} url={file.url} label={label ?? file.name} light={light} />;
      })}
    </div>
  );
}

function Film({ file }: { file: StoredFile }) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: a guest's film has no captions
    <video
      src={file.url}
      controls
      preload="metadata"
      aria-label={file.name}
      width={file.width}
      height={file.height}
      className="max-h-80 w-auto max-w-full rounded-control bg-sunken"
    />
  );
}

function Photo({ file }: { file: StoredFile }) {
  return (
    <a href={file.url} target="_blank" rel="noreferrer">
      <img
        src={file.url}
        alt={file.name}
        width={file.width}
        height={file.height}
        loading="lazy"
        className="h-auto max-h-72 w-auto max-w-full rounded-control bg-sunken object-contain"
      />
    </a>
  );
}

function Download({ file }: { file: StoredFile }) {
  return (
    <a href={file.url} download={file.name} className="flex items-center gap-2 underline">
      <FileText size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />
      <bdi className="break-all">{file.name}</bdi>
      <span className="nums shrink-0 text-label opacity-80">{fileSize(file.size)}</span>
    </a>
  );
}
