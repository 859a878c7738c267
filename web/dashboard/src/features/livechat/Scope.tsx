import { useTranslation } from 'react-i18next';
import type { LiveChatSettings } from '@/api/types';
import { Choice, Toggle } from '@/ui/Field';
import { useChannelName } from './useChannelName';

interface Props {
  values: LiveChatSettings;
  scope: string;
  onScope: (scope: string) => void;
  onChange: (channels: LiveChatSettings['channels']) => void;
}

/** Which channel's settings are shown, and whether it has its own. */
export function Scope({ values, scope, onScope, onChange }: Props) {
  const { t } = useTranslation();
  const name = useChannelName();
  const channels = [...new Set([...Object.keys(values.now), ...Object.keys(values.channels)])];
  const own = scope !== '' && scope in values.channels;
  return (
    <div className="flex flex-col gap-3 border-line border-b py-4">
      <Choice
        label={t('liveChat.scope')}
        value={scope}
        onChange={onScope}
        options={[
          { value: '', label: t('liveChat.allChannels') },
          ...channels.map((channel) => ({ value: channel, label: name(channel) })),
        ]}
      />
      {scope !== '' && (
        <div className="max-w-[640px] lg:max-w-[900px]">
          <Toggle
            label={t('liveChat.asAll')}
            hint={t(own ? 'liveChat.ownHint' : 'liveChat.asAllHint')}
            checked={!own}
            onChange={(inherits) => {
              const { [scope]: _, ...rest } = values.channels;
              onChange(inherits ? rest : { ...rest, [scope]: values.all });
            }}
          />
        </div>
      )}
    </div>
  );
}
