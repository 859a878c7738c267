import href from '../late.css?url';

const put = (done: () => void, wait = 1_000) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  link.onload = done;
  link.onerror = () => {
    link.remove();
    setTimeout(() => put(done, Math.min(wait * 2, 30_000)), wait);
    done(); // better without its looks than not at all
  };
  document.head.appendChild(link);
};

/** The style of what is loaded late is on the page. */
export const ready = new Promise<void>((done) => put(done));
