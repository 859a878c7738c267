import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { managesAt } from '@/lib/abilities';
import { PageHead } from '@/ui/Bits';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { BookingImport } from './BookingImport';
import { BookingList } from './BookingList';
import { KeepSection } from './KeepSection';
import { NewBooking } from './NewBooking';
import { SecretSection } from './SecretSection';

/** Who has booked: the assistant tells guests with a booking what is for them. */
export default function Bookings() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/bookings' });
  const property = me.properties.find(({ id }) => id === search.property) ?? me.properties[0];
  const manages = property ? managesAt(me, property.id) : false;
  return (
    <>
      <PageHead title={t('nav.bookings')}>
        {property && (
          <PropertyPicker
            value={property.id}
            onChange={(id) =>
              void navigate({ to: '/bookings', search: { property: id }, replace: true })
            }
          />
        )}
      </PageHead>
      {property && (
        <div key={property.id} className="scroll-y min-h-0 flex-1">
          <div className="mx-auto max-w-[860px] px-5 max-sm:px-4">
            <BookingList property={property.id} manages={manages} />
            {manages && <BookingImport property={property.id} />}
            {manages && <NewBooking property={property.id} />}
            {manages && <SecretSection property={property.id} signs="push" />}
            {manages && <SecretSection property={property.id} signs="links" />}
            {manages && <KeepSection property={property.id} />}
          </div>
        </div>
      )}
    </>
  );
}
