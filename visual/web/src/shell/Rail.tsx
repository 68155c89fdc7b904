import { useWords } from "../i18n";
import { Icon, type IconName } from "../parts/Icon";
import { useRoute } from "./route";

const PLACES = [
  "home",
  "parties",
  "circles",
  "flagged",
  "rings",
  "check",
] as const satisfies IconName[];

export function Rail() {
  const { t } = useWords();
  const place = useRoute().path[0] ?? "home";
  const at = ["accounts", "patterns"].includes(place) ? "rings" : place; // all money
  return (
    <nav className="rail" aria-label={t("nav.main")}>
      {PLACES.map((name) => (
        <a
          key={name}
          href={name === "home" ? "#/" : `#/${name}`}
          aria-current={at === name ? "page" : undefined}
        >
          <Icon name={name} />
          {t(`nav.${name}`)}
        </a>
      ))}
    </nav>
  );
}
