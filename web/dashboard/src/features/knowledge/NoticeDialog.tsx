import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hubApi, type Notice } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Fact, Property } from '@/api/types';
import { serverNow } from '@/lib/clock';
import { languageName } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Choice, Select, TextArea, TextField } from '@/ui/Field';
import { Conflict } from './Conflict';
import { endOf, LASTS, type Lasts } from './noticeEnd';
import { theirsOf } from './stale';

interface Props {
  property: Property;
  facts: Fact[];
  notice?: Notice;
  onClose: () => void;
}

/** Puts up a notice: one sentence, what it is about, and when it ends. */
export function NoticeDialog({ property, facts, notice, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const topics = useId();
  const [text, setText] = useState(notice?.text ?? '');
  const [topic, setTopic] = useState(
    facts.find(({ key }) => key === notice?.topic)?.label ?? notice?.topic ?? '',
  );
  const [language, setLanguage] = useState(notice?.language || property.languages[0] || 'en');
  // What is typed is typed over what stood there then: the list follows what others save meanwhile.
  const [began] = useState(notice?.rev);
  const [lasts, setLasts] = useState<Lasts | 'same'>(notice ? 'same' : 'today');
  const save = useMutation({
    mutationFn: (rev: number | undefined) => {
      const now = serverNow();
      const body = {
        text: text.trim(),
        topic: facts.find(({ label }) => label === topic.trim())?.key ?? topic.trim(),
        language,
        until:
          lasts === 'same' && notice
            ? notice.until
            : new Date(
                endOf(lasts === 'same' ? 'today' : lasts, now, property.timezone),
              ).toISOString(),
        rev,
      };
      return notice
        ? hubApi.changeNotice(property.id, notice.id, body)
        : hubApi.createNotice(property.id, body);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.knowledge(property.id) });
      onClose();
    },
  });
  const ready = text.trim() !== '' && topic.trim() !== '' && !save.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate(began);
  };
  const theirs = theirsOf(save.error, 'notice');
  const choices: (Lasts | 'same')[] = notice ? ['same', ...LASTS] : [...LASTS];
  return (
    <Dialog
      title={t(notice ? 'notice.change' : 'notice.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form="notice" variant="primary" disabled={!ready}>
            {t(notice ? 'common.save' : 'notice.put')}
          </Button>
        </>
      }
    >
      <form id="notice" onSubmit={submit} className="flex flex-col gap-4">
        {theirs && (
          <Conflict
            {...theirs}
            onTheirs={() => {
              void queries.invalidateQueries({ queryKey: keys.knowledge(property.id) });
              onClose();
            }}
            onMine={() => save.mutate(theirs.now.rev)}
          >
            <p>{theirs.now.text}</p>
          </Conflict>
        )}
        <TextArea
          label={t('notice.text')}
          hint={t('notice.textHint')}
          autoFocus
          data-autofocus
          required
          dir="auto"
          rows={2}
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <TextField
          label={t('notice.topic')}
          hint={t('notice.topicHint')}
          list={topics}
          required
          dir="auto"
          maxLength={100}
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
        />
        <datalist id={topics}>
          {facts.map(({ key, label }) => (
            <option key={key} value={label} />
          ))}
        </datalist>
        <Choice
          label={t('notice.lasts')}
          value={lasts}
          onChange={setLasts}
          options={choices.map((value) => ({ value, label: t(`noticeLasts.${value}`) }))}
        />
        {property.languages.length > 1 && (
          <Select
            label={t('guest.language')}
            value={language}
            onChange={(event) => setLanguage(event.target.value)}
          >
            {property.languages.map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
          </Select>
        )}
        {save.error && !theirs && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
