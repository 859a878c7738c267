import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { keepPush } from './push';
import { followWorker } from './worker';

/** Keeps push as it was turned on, and leads where a press on a notification wants to go. */
export function usePushKept(): void {
  const router = useRouter();
  const { language } = useTranslation().i18n;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told again in the new language
  useEffect(() => void keepPush(), [language]);
  useEffect(() => followWorker((path) => router.history.push(path)), [router]);
}
