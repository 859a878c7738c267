import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { useProperty } from '@/app/session';
import { languageName } from '@/lib/format';
import { needsAnswer } from '@/lib/live';
import { Chip, PropertyTag } from '@/ui/Bits';
import { ChannelChips, hasChips } from './ChannelChips';
import { ChannelIcon } from './ChannelIcon';
import { SinceGuest } from './SinceGuest';
import { WaitRing } from './WaitRing';

/** Who writes, where, in which language, how long ago, and what needs a person. */
export function CardHead({
  card,
  label,
  compact,
}: {
  card: Card;
  label: string;
  compact: boolean;
}) {
  const { t } = useTranslation();
  const language = card.language ?? card.guest.language;
  return (
    <header className={compact ? 'px-3 pt-2.5' : 'px-4 pt-3.5'}>
      <div className="flex min-w-0 items-center gap-2">
        {card.controller.kind === 'waiting' && <WaitRing card={card} />}
        <PropertyTag property={useProperty(card.property_id)} />
        <ChannelIcon channel={card.channel} account={card.account?.name} />
        <bdi className="one-line min-w-0 font-semibold text-ui">{label}</bdi>
        {language && (
          <abbr
            title={languageName(language)}
            className="shrink-0 text-ink3 text-meta uppercase no-underline"
          >
            {language.split('-')[0]}
          </abbr>
        )}
        <span className="ms-auto shrink-0 ps-1">
          <SinceGuest card={card} />
        </span>
      </div>
      {(card.controller.kind === 'waiting' ||
        needsAnswer(card) ||
        card.test ||
        card.attention ||
        card.topic ||
        hasChips(card)) && (
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {card.controller.kind === 'waiting' && <Chip tone="brass">{t('wall.waiting')}</Chip>}
          {needsAnswer(card) && <Chip tone="danger">{t('wall.noAnswer')}</Chip>}
          {card.attention && (
            <Chip tone={card.attention === 'angry' ? 'danger' : 'brass'}>
              {t(`attention.${card.attention}`)}
            </Chip>
          )}
          {card.test && <Chip>{t('wall.test')}</Chip>}
          <ChannelChips card={card} />
          {card.topic && (
            <span title={t('topic.of', { topic: t(`topic.${card.topic}`) })}>
              <Chip>{t(`topic.${card.topic}`)}</Chip>
            </span>
          )}
        </div>
      )}
    </header>
  );
}
