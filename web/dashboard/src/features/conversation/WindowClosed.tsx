import { MessageSquareText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { serverNow } from '@/lib/clock';
import { Button } from '@/ui/Button';
import { windowOf } from './window';

const TemplateDialog = lazy(() => import('./TemplateDialog'));

/** In the place of the message box while the channel would refuse what is written there. */
export function WindowClosed({ card }: { card: Card }) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const templates = windowOf(card, serverNow()).state === 'templates';
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 pt-2 pb-4">
      <p className="min-w-0 flex-1 basis-52 text-ink2 text-ui">
        {t(templates ? 'window.templatesBody' : 'window.closedBody')}
      </p>
      {templates && (
        <Button variant="primary" onClick={() => setChoosing(true)}>
          <MessageSquareText size={14} strokeWidth={1.75} aria-hidden />
          {t('template.choose')}
        </Button>
      )}
      {choosing &&
        // Outside of the message box, which is a form: a form within a form sends the page away.
        createPortal(
          <Suspense>
            <TemplateDialog card={card} onClose={() => setChoosing(false)} />
          </Suspense>,
          document.body,
        )}
    </div>
  );
}
