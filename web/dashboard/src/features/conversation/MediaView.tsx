import { CircleAlert, ExternalLink, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Media } from '@/api/carried';
import { Files } from './Files';

/** What a guest attached, or somebody sent: a photo to see, a voice message to hear, a document to open. */
export function MediaView({ media, light }: { media: Media; light: boolean }) {
  const { t, i18n } = useTranslation();
  const what = t(media.voice ? 'media.voice' : `media.${media.kind}`);
  const name = media.file?.name || media.name;
  if (media.state === 'pending') {
    return (
      <p className="flex items-center gap-2 opacity-80">
        <LoaderCircle size={14} aria-hidden className="animate-spin" />
        {t('media.coming', { what })}
      </p>
    );
  }
  if (media.state === 'link') {
    return <Outward url={media.url} label={what} hint={t('media.linkOnly')} />;
  }
  if (media.state === 'failed' || !media.file) {
    const key = `mediaFailed.${media.reason}`;
    return (
      <p className="flex items-start gap-2">
        <CircleAlert size={14} aria-hidden className="mt-1 shrink-0" />
        <span>
          {name ? <bdi className="break-all">{name}</bdi> : what}
          {': '}
          {t(i18n.exists(key) ? key : 'mediaFailed.unreachable')}
        </span>
      </p>
    );
  }
  const { file } = media;
  if (media.kind === 'sticker') {
    return (
      <img
        src={file.url}
        alt={t('media.sticker')}
        loading="lazy"
        className="size-32 object-contain"
      />
    );
  }
  const label = media.voice ? what : undefined;
  return <Files files={[file]} light={light} label={label} />;
}

/** Something that stands elsewhere and may end there; it is opened in a tab of its own and never loaded here. */
export function Outward({ url, label, hint }: { url?: string; label: string; hint?: string }) {
  return (
    <span className="block">
      {url && /^https?:/.test(url) ? (
        <a
          href={url}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1.5 font-medium underline underline-offset-2"
        >
          <bdi className="break-words">{label}</bdi>
          <ExternalLink size={13} aria-hidden className="shrink-0" />
        </a>
      ) : (
        <bdi className="font-medium">{label}</bdi>
      )}
      {hint && <span className="block text-label opacity-80">{hint}</span>}
    </span>
  );
}
