import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { LiveChatSettings, Property, Service } from '@/api/types';
import { useMe } from '@/app/session';
import { SaveBar } from '@/ui/SaveBar';
import { Tabs } from '@/ui/Tabs';
import { toast } from '@/ui/toast';
import { BellPart } from './BellPart';
import { check } from './check';
import { NowLine } from './NowLine';
import { OfferPart } from './OfferPart';
import { Scope } from './Scope';
import {
  PARTS,
  type Part,
  type PartName,
  partOf,
  placeOf,
  type ScopedPart,
  scopeOf,
  wishOf,
} from './shape';
import { TextsPart } from './TextsPart';
import { WaitsPart } from './WaitsPart';

interface Props {
  property: Property;
  saved: LiveChatSettings;
  part: PartName;
  scope: string;
  onShow: (where: { tab?: PartName; channel?: string }) => void;
}

/** How guests of a property reach a person: nothing is changed until Save, and leaving with changes asks first. */
export function LiveChatForm({ property, saved, part, scope, onShow }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [edited, setEdited] = useState<Partial<LiveChatSettings>>({});
  const [unread, setUnread] = useState<Record<string, string>>({});
  const [round, setRound] = useState(0); // rises when everything typed is let go
  const base = useRef<string>(undefined); // the version on which the changes were begun
  const values = { ...saved, ...edited };
  const dirty = Object.keys(edited).length > 0 || Object.keys(unread).length > 0;
  const settle = () => {
    base.current = undefined;
    setEdited({});
    setUnread({});
    setRound((old) => old + 1);
  };
  const save = useMutation({
    mutationFn: async (anyway: boolean) => {
      const version = anyway ? (await api.liveChat(property.id)).version : base.current;
      return api.saveLiveChat(property.id, { ...wishOf(edited), version });
    },
    onSuccess: (fresh) => {
      queries.setQueryData(keys.liveChat(property.id), fresh);
      void queries.invalidateQueries({ queryKey: keys.me });
      settle();
      toast(t('settings.saved'));
    },
    onError: (error) => {
      void queries.invalidateQueries({ queryKey: keys.liveChat(property.id) });
      show(refusedAt(error)[0]?.at);
    },
  });
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm(t('settings.leave')),
    enableBeforeUnload: dirty,
  });

  const problems = new Map(refusedAt(save.error).map(({ at, message }) => [at, message]));
  for (const { at, key, params } of check(values))
    problems.set(at, t(`liveChat.wrong.${key}`, params));
  for (const [at, message] of Object.entries(unread)) problems.set(at, message);

  /** Leads to the first thing that is wrong. */
  function show(at: string | undefined) {
    if (!at) return;
    onShow({ tab: partOf(at), channel: scopeOf(at) ?? scope });
    setTimeout(() => {
      const field = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
      const room = field?.closest('.scroll-y');
      if (!field || !room) return;
      // Only this part scrolls: scrollIntoView would push the whole page up.
      field.focus({ preventScroll: true });
      const [at, view] = [field.getBoundingClientRect(), room.getBoundingClientRect()];
      room.scrollTop += at.top - view.top - view.height / 2;
    });
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problems.size > 0 && save.status !== 'error') return show([...problems.keys()][0]);
    if (dirty && !save.isPending) save.mutate(false);
  };
  const change = (some: Partial<LiveChatSettings>) => {
    if (!save.isIdle) save.reset();
    base.current ??= saved.version;
    setEdited((old) => ({ ...old, ...some }));
  };
  const withheld = !saved.available && me.role !== 'operator';
  const own = scope === '' ? values.all : values.channels[scope];
  const shared: Part = {
    values,
    change,
    wrong: (at) => problems.get(at),
    unread: (at, message) =>
      setUnread(({ [at]: _, ...rest }) => (message ? { ...rest, [at]: message } : rest)),
  };
  const scoped: ScopedPart = {
    ...shared,
    scope,
    at: placeOf(own ? scope : ''),
    service: own ?? values.all,
    zone: property.timezone,
    fixed: !own || withheld,
    set: (some: Partial<Service>) => {
      if (scope === '') change({ all: { ...values.all, ...some } });
      else if (own) change({ channels: { ...values.channels, [scope]: { ...own, ...some } } });
    },
  };
  const byChannel = part === 'offer' || part === 'waits';
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      <NowLine settings={saved} zone={property.timezone} />
      <Tabs
        label={t('nav.liveChat')}
        value={part}
        tabs={PARTS.map((name) => ({ value: name, label: t(`liveChat.part.${name}`) }))}
        onChange={(tab) => onShow({ tab })}
      />
      <div
        key={round}
        className="scroll-y min-h-0 flex-1"
        // Where nothing can be changed nothing takes the focus, and keys must still scroll.
        {...(withheld && { role: 'region', 'aria-label': t('nav.liveChat'), tabIndex: 0 })}
      >
        <div className="mx-auto max-w-[1000px] px-6 pb-6 max-sm:px-4">
          {withheld && (
            <p
              role="status"
              className="mt-6 rounded-card bg-brass-tint px-4 py-3 text-brass text-ui"
            >
              {t('liveChat.withheld')}
            </p>
          )}
          <fieldset disabled={withheld} className="min-w-0">
            {byChannel && (
              <Scope
                values={values}
                scope={scope}
                onScope={(channel) => onShow({ channel })}
                onChange={(channels) => change({ channels })}
              />
            )}
            <fieldset disabled={byChannel && scoped.fixed} className="min-w-0">
              {part === 'offer' && <OfferPart {...scoped} />}
              {part === 'waits' && <WaitsPart {...scoped} />}
            </fieldset>
            {part === 'texts' && <TextsPart {...shared} language={property.languages[0]} />}
            {part === 'bell' && (
              <BellPart {...shared} property={property.id} chainEdited={Boolean(edited.chain)} />
            )}
          </fieldset>
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
          {problems.size > 0 ? (
            <button
              type="button"
              className="text-start text-danger underline"
              onClick={() => show([...problems.keys()][0])}
            >
              {t('liveChat.mend', { count: problems.size })}
            </button>
          ) : (
            t('settings.unsaved')
          )}
        </SaveBar>
      )}
    </form>
  );
}

/** What the server refused, by place. */
function refusedAt(error: unknown): { at: string; message: string }[] {
  const fields = error instanceof ApiError ? error.body.errors : undefined;
  if (!Array.isArray(fields)) return [];
  return fields.map(({ location, message }) => ({
    at: String(location),
    message: String(message),
  }));
}
