/** The hotel's own website, with the chat in it, as on a guest's screen. */
export function Website({ url }: { url: string }) {
  return (
    <section className="phone web" aria-label="Website">
      <header>
        <h2>Website</h2>
        <a href={url} target="_blank" rel="noreferrer">
          Open alone
        </a>
      </header>
      <iframe title="The hotel's website" src={url} />
    </section>
  );
}
