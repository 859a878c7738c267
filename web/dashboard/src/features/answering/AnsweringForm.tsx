import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answering, answeringApi, answeringKeys } from '@/api/answering';
import { keys } from '@/api/keys';
import type { Property } from '@/api/types';
import { Section } from '@/ui/Bits';
import { Choice } from '@/ui/Field';
import { SaveBar } from '@/ui/SaveBar';
import { toast } from '@/ui/toast';
import { Answerers } from './Answerers';
import { BotPart } from './BotPart';
import { BudgetPart } from './BudgetPart';
import { answers, changeOf, type Fields, fieldsOf } from './form';
import { ToolsPart } from './tools/ToolsPart';
import { wrongIn } from './wrong';

interface Props {
  property: Property;
  saved: Answering;
}

/** Who answers, what that may use, and whether the model helps agents: nothing changes until Save. */
export function AnsweringForm({ property, saved }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Partial<Fields>>({});
  const base = useRef<string>(undefined); // the version on which the changes were begun
  const values = { ...fieldsOf(saved), ...edited };
  const change = changeOf(saved, values);
  const dirty = Object.keys(change).length > 0;
  const settle = () => {
    base.current = undefined;
    setEdited({});
  };
  const save = useMutation({
    mutationFn: async (anyway: boolean) => {
      const version = anyway ? (await answeringApi.get(property.id)).version : base.current;
      return answeringApi.save(property.id, { ...change, version });
    },
    onSuccess: (fresh) => {
      queries.setQueryData(answeringKeys.property(property.id), fresh);
      queries.invalidateQueries({ queryKey: keys.me }); // whether agents are helped
      settle();
      toast(t('settings.saved'));
    },
    onError: () => queries.invalidateQueries({ queryKey: answeringKeys.property(property.id) }),
  });
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm(t('settings.leave')),
    enableBeforeUnload: dirty,
  });
  const set = (part: Partial<Fields>) => {
    if (save.isError) save.reset();
    base.current ??= saved.version;
    setEdited((all) => ({ ...all, ...part }));
  };
  /** What one has stored oneself meanwhile is nobody's else change. */
  const rebase = async () => {
    const fresh = await answeringApi.get(property.id);
    if (base.current) base.current = fresh.version;
    queries.setQueryData(answeringKeys.property(property.id), fresh);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty && !save.isPending) save.mutate(false);
  };
  const wrong = wrongIn(save.error);
  const who = answers(values.by, saved.model);
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto max-w-[1000px] px-6 max-sm:px-4">
          <Section title={t('answering.guests')} hint={t('answering.guestsHint')}>
            <Answerers
              property={property}
              saved={saved}
              who={who}
              dirty={dirty}
              error={wrong.by}
              onChoose={(by) => set({ by })}
            />
          </Section>
          {who === 'bot' && (
            <BotPart
              property={property}
              saved={saved}
              values={values}
              wrong={wrong}
              set={set}
              onSecret={() => void rebase()}
            />
          )}
          {(saved.model || who === 'bot') && (
            <BudgetPart saved={saved} values={values} wrong={wrong} set={set} />
          )}
          <ToolsPart property={property.id} />
          <Section title={t('answering.agents')} hint={t('answering.agentsHint')}>
            {saved.model ? (
              <Choice
                label={t('answering.helps')}
                value={values.help}
                options={[
                  { value: '', label: t('answering.asGuests') },
                  { value: 'on', label: t('answering.on') },
                  { value: 'off', label: t('answering.off') },
                ]}
                onChange={(help) => set({ help })}
              />
            ) : (
              <p className="text-ink2 text-ui">{t('answering.noHelp')}</p>
            )}
          </Section>
        </div>
      </div>
      {dirty && (
        <SaveBar
          error={save.error}
          saving={save.isPending}
          onDiscard={() => {
            save.reset();
            settle();
          }}
          onAnyway={() => save.mutate(true)}
        >
          {t('settings.unsaved')}
        </SaveBar>
      )}
    </form>
  );
}
