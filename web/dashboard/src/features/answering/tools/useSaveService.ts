import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ToolService, type ToolServiceWish, toolsApi, toolsKeys } from '@/api/tools';
import { toast } from '@/ui/toast';

/** Adds a service, or changes one; the list is read again, whatever came of it. */
export function useSaveService(property: string, id: string | undefined, onSaved?: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wish: ToolServiceWish): Promise<ToolService> =>
      id ? toolsApi.save(property, id, wish) : toolsApi.add(property, wish),
    onSuccess: () => {
      if (!onSaved) return; // a switch shows by itself that it was pressed
      toast(t('settings.saved'));
      onSaved();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: toolsKeys.property(property) }),
  });
}
