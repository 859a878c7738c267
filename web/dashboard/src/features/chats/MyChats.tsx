import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Conversation } from '@/features/conversation/Conversation';
import { mineQuery } from '@/realtime/snapshots';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { buttonClass } from '@/ui/Button';
import { ChatRow } from './ChatRow';
import { chatOrder } from './order';

/** The conversations I have control of, and the one that is open. */
export default function MyChats() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(mineQuery(useQueryClient()));
  const cards = chatOrder(data?.conversations ?? []);
  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        className={`flex w-80 shrink-0 flex-col border-line border-e max-lg:w-full ${id ? 'max-lg:hidden' : ''}`}
      >
        <PageHead title={t('nav.myChats')} />
        <div className="scroll-y min-h-0 flex-1">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && (
            <div aria-busy className="p-5">
              <SkeletonLines widths={[70, 90, 40, 80, 60]} />
            </div>
          )}
          {data && cards.length === 0 && (
            <Empty
              icon={<MessagesSquare size={22} strokeWidth={1.5} />}
              title={t('chats.emptyTitle')}
              action={
                <Link to="/live" className={buttonClass('secondary')}>
                  {t('chats.emptyAction')}
                </Link>
              }
            >
              {t('chats.emptyBody')}
            </Empty>
          )}
          <ul>
            {cards.map((card) => (
              <li key={card.id}>
                <ChatRow card={card} selected={card.id === id} />
              </li>
            ))}
          </ul>
        </div>
      </div>
      {/* Beside an open chat there is no room on a phone for the list and its head: the page keeps its name. */}
      {id && <h1 className="sr-only lg:hidden">{t('nav.myChats')}</h1>}
      {id ? (
        <Conversation key={id} id={id} roomy onClose={() => void navigate({ to: '/chats' })} />
      ) : (
        <div className="flex flex-1 items-center justify-center bg-canvas max-lg:hidden">
          {cards.length > 0 && <p className="text-ink3 text-ui">{t('chats.pick')}</p>}
        </div>
      )}
    </div>
  );
}
