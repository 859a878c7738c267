import { BellRing, Mail, Plus, Send, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChainStep } from '@/api/types';
import { lengthOf } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Select, TextField, Toggle } from '@/ui/Field';
import { Menu, MenuItem } from '@/ui/Menu';
import { StepCard } from './StepCard';
import { newStep, type Part } from './shape';

const PROMISES = [0, 30, 60, 120, 180, 240, 480, 720, 1440];
const KINDS = [
  ['people', Users],
  ['request', Send],
  ['email', Mail],
] as const;

/** Why a conversation may need a look, the weightiest first. */
const LOOKS = ['angry', 'repeated', 'unanswered', 'unhappy'] as const;

interface Props extends Part {
  property: string;
  /** The chain has changes that are not saved: only what is saved can be tried. */
  chainEdited: boolean;
}

/** Whom the bell calls when those on duty do not answer, the numbers for an emergency, and by when a message is answered. */
export function BellPart({ values, change, wrong, unread, property, chainEdited }: Props) {
  const { t } = useTranslation();
  const { chain, emergency } = values;
  const put = (nth: number, step: ChainStep) =>
    change({ chain: chain.map((old, at) => (at === nth ? step : old)) });
  const add = (kind: string) =>
    change({
      chain: [...chain, newStep(kind, Math.min(1800, (chain.at(-1)?.after_seconds ?? 10) + 20))],
    });
  const promises = PROMISES.includes(values.reply_within_minutes)
    ? PROMISES
    : [...PROMISES, values.reply_within_minutes].sort((a, b) => a - b);
  const numbers = (name: 'number' | 'property') => ({
    dir: 'ltr' as const,
    type: 'tel',
    value: emergency[name],
    error: wrong(`emergency.${name}`),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      change({ emergency: { ...emergency, [name]: event.target.value } }),
  });
  return (
    <>
      <Section title={t('liveChat.chain')} hint={t('liveChat.chainHint')}>
        <ol className="flex flex-col gap-3">
          <li className="flex items-center gap-3 rounded-card border border-line bg-surface px-3.5 py-3">
            <BellRing size={16} strokeWidth={1.5} aria-hidden className="shrink-0 text-brass" />
            <div className="min-w-0">
              <p className="font-medium text-ui">{t('liveChat.stepDuty')}</p>
              <p className="text-ink3 text-label">{t('liveChat.stepDutyHint')}</p>
            </div>
          </li>
          {chain.map((step, nth) => (
            <StepCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name of its own
              key={nth}
              nth={nth}
              step={step}
              values={values}
              property={property}
              untried={chainEdited}
              wrong={wrong}
              unread={unread}
              onChange={(next) => put(nth, next)}
              onRemove={() => change({ chain: chain.filter((_, at) => at !== nth) })}
            />
          ))}
        </ol>
        {wrong('chain') && (
          <p role="alert" className="text-danger text-label">
            {wrong('chain')}
          </p>
        )}
        <div>
          <Menu
            align="start"
            trigger={
              <Button disabled={chain.length >= (values.limits.chain?.max ?? 10)}>
                <Plus size={14} strokeWidth={2} aria-hidden />
                {t('liveChat.addStep')}
              </Button>
            }
          >
            {KINDS.map(([kind, Icon]) => (
              <MenuItem
                key={kind}
                icon={<Icon size={15} strokeWidth={1.5} aria-hidden />}
                onSelect={() => add(kind)}
              >
                {t(`liveChat.step.${kind}`)}
              </MenuItem>
            ))}
          </Menu>
        </div>
      </Section>
      <Section title={t('liveChat.phones')} hint={t('liveChat.phonesHint')}>
        <Toggle
          label={t('liveChat.pushText')}
          hint={t('liveChat.pushTextHint')}
          checked={values.push_guest_text}
          onChange={(push_guest_text) => change({ push_guest_text })}
        />
      </Section>
      <Section title={t('liveChat.looks')} hint={t('liveChat.looksHint')}>
        {LOOKS.map((why) => (
          <Toggle
            key={why}
            label={t(`liveChat.look.${why}`)}
            checked={values.attention_rings.includes(why)}
            onChange={(on) =>
              change({
                attention_rings: LOOKS.filter((each) =>
                  each === why ? on : values.attention_rings.includes(each),
                ),
              })
            }
          />
        ))}
      </Section>
      <Section title={t('liveChat.emergency')} hint={t('liveChat.emergencyHint')}>
        <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
          <TextField
            label={t('liveChat.emergencyNumber')}
            placeholder="112"
            {...numbers('number')}
          />
          <TextField label={t('liveChat.emergencyProperty')} {...numbers('property')} />
        </div>
      </Section>
      <Section title={t('liveChat.promise')} hint={t('liveChat.promiseHint')}>
        <Select
          label={t('liveChat.replyWithin')}
          value={values.reply_within_minutes}
          error={wrong('reply_within_minutes')}
          onChange={(event) => change({ reply_within_minutes: Number(event.target.value) })}
        >
          {promises.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes === 0
                ? t('liveChat.noPromise')
                : minutes % 60 === 0
                  ? lengthOf(minutes / 60, 'hour')
                  : lengthOf(minutes, 'minute')}
            </option>
          ))}
        </Select>
      </Section>
    </>
  );
}
