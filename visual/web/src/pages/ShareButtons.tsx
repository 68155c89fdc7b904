import { useWords } from "../i18n";
import { Icon } from "../parts/Icon";
import { say } from "../shell/live";

/** The address holds the whole view, so sharing it is copying it. */
export function ShareButtons({ report }: { report?: string }) {
  const { t, language } = useWords();
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href);
    say(t("page.link_copied"));
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon name="share" size={16} /> {t("page.share")}
      </button>
      {report && (
        <a className="button" href={`${report}?language=${language}`} download>
          <Icon name="report" size={16} /> {t("page.report")}
        </a>
      )}
    </>
  );
}
