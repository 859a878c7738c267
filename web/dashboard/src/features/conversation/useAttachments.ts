import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { StoredFile } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** What the server takes: pictures that it re-encodes, and PDF. It looks at the content again. */
export const ACCEPTED = 'image/jpeg,image/png,image/gif,image/webp,application/pdf';
const LARGEST = 10 * 1024 * 1024;

export interface Attachment {
  key: string;
  name: string;
  file?: StoredFile;
}

/** Files being attached to the next message: uploaded at once, sent with it. */
export function useAttachments(conversation: string) {
  const { t } = useTranslation();
  const [list, setList] = useState<Attachment[]>([]);
  const remove = (key: string) => setList((all) => all.filter((item) => item.key !== key));
  const upload = async (file: File) => {
    if (!ACCEPTED.split(',').includes(file.type))
      return toast(t('files.type', { name: file.name }));
    if (file.size > LARGEST) return toast(t('files.large', { name: file.name }));
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
