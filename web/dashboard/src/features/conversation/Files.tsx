import { FileText } from 'lucide-react';
import type { StoredFile } from '@/api/types';
import { fileSize } from '@/lib/format';

/** Photos as photos, everything else as a file to download. */
export function Files({ files }: { files: StoredFile[] }) {
  return (
    <div className="flex flex-col gap-1.5 py-0.5">
      {files.map((file) =>
        file.type.startsWith('image/') ? (
          <Photo key={file.id} file={file} />
        ) : (
          <Download key={file.id} file={file} />
        ),
      )}
    </div>
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
