import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { StoredFile } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** What the server takes on the website: pictures that it re-encodes, and PDF. */
const PICTURES = 'image/jpeg,image/png,image/gif,image/webp,application/pdf';
/** On other channels also sound, films and office documents; which of them a channel takes it says itself. */
const MORE = 'audio/*,video/*,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp';
const MB = 1024 * 1024;

export const acceptedOn = (channel: string) =>
  channel === 'web' ? PICTURES : `${PICTURES},${MORE}`;

/** Why a file is not even uploaded; the server looks at its content again. */
function refusal(
  channel: string,
  file: File,
): 'files.type' | 'files.large' | 'files.larger' | undefined {
  if (channel !== 'web') return file.size > 100 * MB ? 'files.larger' : undefined;
  if (!PICTURES.split(',').includes(file.type)) return 'files.type';
  return file.size > 10 * MB ? 'files.large' : undefined;
}

export interface Attachment {
  key: string;
  name: string;
  file?: StoredFile;
}

/** Files being attached to the next message: uploaded at once, sent with it. */
export function useAttachments(conversation: string, channel: string) {
  const { t } = useTranslation();
  const [list, setList] = useState<Attachment[]>([]);
  const remove = (key: string) => setList((all) => all.filter((item) => item.key !== key));
  const upload = async (file: File) => {
    const why = refusal(channel, file);
    if (why) return toast(t(why, { name: file.name }));
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
    remove,
    add: (files: Iterable<File>) => {
      for (const file of files) void upload(file);
    },
    clear: () => setList([]),
    busy: list.some(({ file }) => !file),
    ready: list.flatMap(({ file }) => (file ? [file] : [])),
  };
}
