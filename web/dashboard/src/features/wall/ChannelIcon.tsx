import {
  Cable,
  Camera,
  Globe,
  type LucideIcon,
  MessageCircle,
  MessageCircleMore,
  Phone,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';

const ICONS: Record<string, LucideIcon> = {
  web: Globe,
  messenger: MessageCircleMore,
  instagram: Camera,
  whatsapp: Phone,
  api: Cable,
};

/** Where a guest writes; with several accounts of a channel, at which. */
export function ChannelIcon({ channel, account }: { channel: string; account?: string }) {
  const { t } = useTranslation();
  const Icon = ICONS[channel] ?? MessageCircle;
  const place = t(`channel.${channel}`, { defaultValue: channel });
  const name = account ? t('wall.channelAt', { channel: place, account }) : place;
  return (
    <span role="img" aria-label={name} title={name} className="shrink-0 text-ink3">
      <Icon size={14} strokeWidth={1.5} aria-hidden />
    </span>
  );
}
