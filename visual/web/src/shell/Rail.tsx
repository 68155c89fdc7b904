import { useWords } from "../i18n";
import { Icon, type IconName } from "../parts/Icon";
import { useRoute } from "./route";

const PLACES = [
  "home",
  "parties",
  "circles",
  "rings",
  "check",
] as const satisfies IconName[];

export function Rail() {
  const { t } = useWords();
  const at = useRoute().path[0] ?? "home";
  return (
    <nav className="rail" aria-label={t("nav.main")}>
      {PLACES.map((place) => (
        <a
          key={place}
          href={place === "home" ? "#/" : `#/${place}`}
          aria-current={at === place ? "page" : undefined}
        >
          <Icon name={place} />
          {t(`nav.${place}`)}
        </a>
      ))}
    </nav>
  );
}
