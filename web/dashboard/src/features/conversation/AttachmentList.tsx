import { FileText, LoaderCircle, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from './useAttachments';

export function AttachmentList({
  list,
  onRemove,
}: {
  list: Attachment[];
  onRemove: (key: string) => void;
}) {
  const { t } = useTranslation();
  if (list.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2 px-3 pt-2">
      {list.map(({ key, name, file }) => (
        <li
          key={key}
          className="flex max-w-full items-center gap-2 rounded-control border border-line bg-surface py-1 ps-1.5 text-label"
        >
          {!file ? (
            <LoaderCircle
              size={16}
              strokeWidth={1.5}
              aria-label={t('files.uploading')}
              className="animate-spin text-ink3"
            />
          ) : file.type.startsWith('image/') ? (
            <img src={file.url} alt="" className="size-8 rounded-chip object-cover" />
          ) : (
            <FileText size={16} strokeWidth={1.5} aria-hidden className="text-ink3" />
          )}
          <bdi className="one-line max-w-48">{name}</bdi>
          <button
            type="button"
            aria-label={t('files.remove', { name })}
            onClick={() => onRemove(key)}
            className="flex size-7 items-center justify-center text-ink3 hover:text-ink"
          >
            <X size={14} strokeWidth={1.5} />
          </button>
        </li>
      ))}
    </ul>
  );
}
