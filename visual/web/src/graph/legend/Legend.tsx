import { useWords } from "../../i18n";
import { Band } from "../../parts/marks";
import { Pennant } from "../../parts/Pennant";
import { useVocabulary } from "../../vocabulary/VocabularyProvider";
import type { Picture } from "../workspace";
import { forceEntries, nodeEntries, relationEntries } from "./entries";
import { LineSign, NodeSign } from "./samples";

type Props = { picture: Picture; contagion: boolean; hulls: boolean };

/** The strip below the canvas: the signs that the picture uses, in words. */
export function Legend({ picture, contagion, hulls }: Props) {
  const words = useWords();
  const { t } = words;
  const vocabulary = useVocabulary();
  const lines = [
    ...relationEntries(picture, contagion, words, vocabulary),
    ...forceEntries(picture, words),
  ];
  const flagged = picture.nodes.some((node) => node.flag?.band);
  const nodes = contagion ? [] : nodeEntries(picture, words, vocabulary);
  return (
    <section className="legend" aria-label={t("legend.title")}>
      {lines.map(({ sample, text }) => (
        <span key={text}>
          <LineSign sample={sample} />
          {text}
        </span>
      ))}
      {hulls && (
        <span>
          <i className="sample-hull" /> {t("legend.hull")}
        </span>
      )}
      {nodes.map(({ sample, text }) => (
        <span key={text}>
          <NodeSign style={sample} />
          {text}
        </span>
      ))}
      {flagged && (
        <span>
          <Pennant band={3} /> … <Pennant band={5} /> {t("flag.title")}
        </span>
      )}
      <span className="legend-end">
        <Band band={1} /> … <Band band={5} /> {t("legend.risk")}
      </span>
    </section>
  );
}
