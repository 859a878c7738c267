import { useStore } from '@/lib/store';
import { EndShift } from './EndShift';
import { LastSheet } from './LastSheet';
import { dutyLayer } from './layer';
import { OverPanel, UntilPanel } from './UntilPanel';

/** What stands open about my duty, above every page. */
export default function DutyLayers() {
  const layer = useStore(dutyLayer, (open) => open);
  const close = () => dutyLayer.set(undefined);
  if (layer === 'until') return <UntilPanel onClose={close} />;
  if (layer === 'over') return <OverPanel onClose={close} />;
  if (layer === 'end') return <EndShift onClose={close} />;
  if (layer === 'sheet') return <LastSheet onClose={close} />;
  return null;
}
