import type { StoredFile } from '../../../shared/wire';
import type { Session } from './api';
import { t } from './i18n/late';

/** A file on its way into the message. */
export interface Upload {
  id: number;
  name: string;
  /** 0 to 1; undefined once it ended. */
  progress?: number;
  preview?: string;
  file?: StoredFile;
  error?: string;
  cancel?: () => void;
}

const MAX = 10 * 1024 * 1024;
const TYPES = /^(image\/(jpeg|png|gif|webp)|application\/pdf)$/;
let next = 0;

/**
 * Sends one file and reports its way. What the server would refuse anyhow is refused here, before
 * megabytes travel; the server judges by content, this only by what the browser says.
 */
export function upload(
  session: Session,
  file: File,
  report: (change: Partial<Upload>) => void,
): Upload {
  const { name } = file;
  const made: Upload = { id: ++next, name };
  if (file.size > MAX) return { ...made, error: t('too_large', { name }) };
  if (!TYPES.test(file.type)) return { ...made, error: t('bad_type', { name }) };
  const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
  let stop = false;
  // fetch cannot tell how much of a body has left; XMLHttpRequest can.
  const request = new XMLHttpRequest();
  const fail = () => {
    const code = (request.response as { code?: string } | null)?.code;
    const word =
      code === 'too_large'
        ? 'too_large'
        : code === 'unsupported_type'
          ? 'bad_type'
          : 'not_uploaded';
    report({ progress: undefined, error: t(word, { name }) });
  };
  const send = async () => {
    const token = await session.ensure();
    if (stop) return;
    request.open('POST', '/api/guest/v1/files');
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => report({ progress: loaded / total });
    request.onload = () =>
      request.status === 201
        ? report({ progress: undefined, file: request.response as StoredFile })
        : fail();
    request.onerror = fail;
    const body = new FormData();
    body.append('file', file, name);
    request.send(body);
  };
  send().catch(fail);
  return {
    ...made,
    preview,
    progress: 0,
    cancel: () => {
      stop = true;
      request.abort();
      if (preview) URL.revokeObjectURL(preview);
    },
  };
}
