import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { Options } from './Options';

type Route = 'page' | 'login';
const ROUTES: Route[] = ['login', 'page'];

/** Instagram has two ways in; which one fits depends on whether the account is linked to a Page. */
export function RouteStep({
  value,
  onChoose,
  onNext,
}: {
  value: Route | undefined;
  onChoose: (route: Route) => void;
  onNext: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Options
        label={t('connect.routeTitle')}
        value={value}
        onChoose={onChoose}
        options={ROUTES.map((route) => ({
          value: route,
          label: t(`connect.route_${route}`),
          hint: t(`connect.routeHint_${route}`),
        }))}
      />
      <div>
        <Button variant="primary" disabled={!value} onClick={onNext}>
          {t('connect.next')}
        </Button>
      </div>
    </>
  );
}
