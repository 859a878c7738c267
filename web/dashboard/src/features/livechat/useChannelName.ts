import { useTranslation } from 'react-i18next';

/** The name of a channel in the language shown. */
export function useChannelName(): (channel: string) => string {
  const { t, i18n } = useTranslation();
  return (channel) => (i18n.exists(`channel.${channel}`) ? t(`channel.${channel}`) : channel);
}
