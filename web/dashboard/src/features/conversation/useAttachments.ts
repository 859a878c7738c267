import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelApi, channelKeys, type Takes } from '@/api/channels';
import { api } from '@/api/endpoints';
import type { Card, StoredFile } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** What the server takes on the website: pictures that it re-encodes, and PDF. */
const PICTURES = 'image/jpeg,image/png,image/gif,image/webp,application/pdf';
/** On other channels also sound, films and office documents; which of them a channel takes it says itself. */
const MORE = 'audio/*,video/*,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp';
const MB = 1024 * 1024;

/** What the file picker shows; what goes as a document of any type is still one that the server keeps. */
export function acceptedOn(channel: string, takes: Takes | undefined): string {
  if (channel === 'web') return PICTURES;
  const types = Object.values(takes ?? {}).flatMap(({ types }) => types);
  if (types.length === 0 || types.includes('*/*')) return `${PICTURES},${MORE}`;
  return [...new Set(types)].join(',');
}

/** Whether a channel's type, which may be audio/* or any, holds a file's. */
function holds(of: string, type: string): boolean {
  const known = of.split(';')[0]?.trim() ?? '';
  return known === type || known === '*/*' || known === `${type.split('/')[0]}/*`;
}

/** Why a file is not even uploaded; the server looks at its content again. */
export function refusal(
  channel: string,
  file: Pick<File, 'type' | 'size'>,
  takes: Takes | undefined,
): 'files.type' | 'files.large' | 'files.larger' | 'files.notTaken' | 'files.tooLarge' | undefined {
  if (channel !== 'web') {
    if (file.size > 100 * MB) return 'files.larger';
    const type = file.type.split(';')[0]?.trim() ?? '';
    // Pictures are made smaller, and recordings put into another container, by the server; what a browser knows no type of
    // is found out there.
    if (!takes || !type || type.startsWith('image/') || type === 'audio/webm') return;
    const fits = [takes[type.split('/')[0] ?? ''], takes.file].filter(
      (one) => one?.types.some((of) => holds(of, type)) ?? false,
    );
    if (fits.length === 0) return 'files.notTaken';
    return fits.every((one) => file.size > (one?.max ?? 0)) ? 'files.tooLarge' : undefined;
  }
  if (!PICTURES.split(',').includes(file.type)) return 'files.type';
  return file.size > 10 * MB ? 'files.large' : undefined;
}

export interface Attachment {
  key: string;
  name: string;
  file?: StoredFile;
}

/** Files being attached to the next message: uploaded at once, sent with it. */
export function useAttachments({ id: conversation, channel, account }: Card) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: channelKeys.takes(account?.id ?? ''),
    queryFn: () => channelApi.takes(account?.id ?? ''),
    enabled: channel !== 'web' && Boolean(account),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const takes = data?.media;
  const [list, setList] = useState<Attachment[]>([]);
  const remove = (key: string) => setList((all) => all.filter((item) => item.key !== key));
  const upload = async (file: File) => {
    const why = refusal(channel, file, takes);
    if (why) return toast(t(why, { name: file.name, channel: t(`channel.${channel}`) }));
    const key = `${Date.now()}-${Math.random()}`;
    setList((all) => [...all, { key, name: file.name || t('files.photo') }]);
    try {
      const stored = await api.upload(conversation, file);
      setList((all) => all.map((item) => (item.key === key ? { ...item, file: stored } : item)));
    } catch (error) {
      remove(key);
      toast(messageOf(error, t));
    }
  };
  return {
    list,
    accepted: acceptedOn(channel, takes),
    remove,
    add: (files: Iterable<File>) => {
      for (const file of files) void upload(file);
    },
    clear: () => setList([]),
    busy: list.some(({ file }) => !file),
    ready: list.flatMap(({ file }) => (file ? [file] : [])),
  };
}
