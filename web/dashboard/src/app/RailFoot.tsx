import { mayUse } from '@/lib/abilities';
import { AccountMenu } from './AccountMenu';
import { DutyMenu } from './DutyMenu';
import { useMe } from './session';

/** My duty and my account, at the foot of the rail. */
export default function RailFoot() {
  const me = useMe();
  return (
    <>
      {mayUse(me, 'live') && <DutyMenu />}
      <AccountMenu />
    </>
  );
}
