import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Contact } from '@/api/types';
import { dateTime } from '@/lib/format';

/** The guest's earlier conversations, each leading to its transcript. */
export function EarlierList({ contact, current }: { contact: Contact; current: string }) {
  const { t } = useTranslation();
  const earlier = (contact.conversations ?? []).filter(({ id }) => id !== current);
  return (
    <section aria-label={t('guest.earlier')} className="border-line border-t px-5 py-4">
      <h3 className="mb-2 font-semibold text-label text-ink2">{t('guest.earlier')}</h3>
      {earlier.length === 0 && <p className="text-ink3 text-ui">{t('guest.firstContact')}</p>}
      <ul className="flex flex-col gap-1">
        {earlier.map(({ id, started_at, preview }) => (
          <li key={id}>
            <Link
              to="/history"
              search={{ c: id }}
              className="-mx-2 block rounded-control px-2 py-1 hover:bg-sunken"
            >
              <span className="nums block text-ink3 text-label">{dateTime(started_at)}</span>
              {preview && <bdi className="one-line block text-ui">{preview}</bdi>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
