import { Camera, Globe, type LucideIcon, MessageCircle, MessageCircleMore } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const ICONS: Record<string, LucideIcon> = {
  web: Globe,
  messenger: MessageCircleMore,
  instagram: Camera,
  whatsapp: MessageCircle,
};

export function ChannelIcon({ channel }: { channel: string }) {
  const { t } = useTranslation();
  const Icon = ICONS[channel] ?? MessageCircle;
  const name = t(`channel.${channel}`, { defaultValue: channel });
  return (
    <span role="img" aria-label={name} title={name} className="shrink-0 text-ink3">
      <Icon size={14} strokeWidth={1.5} aria-hidden />
    </span>
  );
}
