import { useEffect, useState } from 'react';
import { bellApi } from '@/api/bell';
import { rpc } from '@/realtime/connection';
import { thisDevice } from '@/realtime/device';
import { Confirmations } from './confirm';

/** What this page has proved about rings, said over the connection, else by HTTP. */
export const confirmations = new Confirmations(async (rings, kind) => {
  const device = await thisDevice();
  if (await rpc('confirm', { device, rings, kind })) return true;
  return bellApi.confirm(device, rings, kind).then(
    () => true,
    () => false,
  );
});

/** This page's device id, once it is known. */
export function useDevice(): string | undefined {
  const [id, setId] = useState<string>();
  useEffect(() => void thisDevice().then(setId), []);
  return id;
}
