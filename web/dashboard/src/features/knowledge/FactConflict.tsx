import { useTranslation } from 'react-i18next';
import type { Fact } from '@/api/types';
import { Conflict } from './Conflict';
import { theirsOf } from './stale';
import type { useSaveFact } from './useFacts';
import { useFiguresText } from './useFiguresText';

interface Props {
  save: ReturnType<typeof useSaveFact>;
  /** Theirs is taken: what was typed is let go. */
  onTheirs: () => void;
}

/** What somebody else has said of a fact meanwhile, where that refused what was said here. */
export function FactConflict({ save, onTheirs }: Props) {
  const { t } = useTranslation();
  const tell = useFiguresText();
  const theirs = theirsOf(save.error, 'fact');
  if (!theirs) return null;
  const { state, details, value }: Fact = theirs.now;
  return (
    <Conflict
      {...theirs}
      onTheirs={() => {
        save.reset();
        onTheirs();
      }}
      onMine={() => save.variables && save.mutate({ ...save.variables, over: theirs.now.rev })}
    >
      <p>{state === 'yes' ? details || t('fact.yes') : t(`fact.${state}`)}</p>
      {value && <p className="nums">{tell(value)}</p>}
    </Conflict>
  );
}
