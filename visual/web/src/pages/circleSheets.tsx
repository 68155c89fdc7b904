import type { Circle, CircleMember, Controller, Cycle, CyclePage } from "../api/types";
import { type Sheet, sheetOf } from "../graph/TablePanel";
import type { Picture } from "../graph/workspace";
import type { Words } from "../i18n";
import { amountColumn } from "../parts/amountColumn";
import { Band, NotCollected, PartyName, Tag } from "../parts/marks";
import { Dumbbell, scaleTop } from "../parts/plots";
import { CompletenessLine } from "../parts/states";
import { navigate, toParty } from "../shell/route";

type Selection = { selected: string | null; onSelect: (id: string | null) => void };

function pdCell(member: CircleMember, words: Words) {
  if (member.pd === null || member.self_pd === null) return <NotCollected />;
  return (
    <>
      <span className="quiet">{words.percent(member.self_pd)} → </span>
      <b>{words.percent(member.pd)}</b>
    </>
  );
}

/** Who stands behind a member and others of its circle. */
function controllersOf(circle: Circle, member: CircleMember): Controller[] {
  return circle.controllers.filter(({ ties }) =>
    ties.some((tie) => tie.party_id === member.party.party_id),
  );
}

const namesOf = (controllers: Controller[], words: Words): string =>
  controllers.map(({ party }) => words.brief(party)).join(", ");

export function memberSheet(circle: Circle, words: Words, selection: Selection): Sheet {
  const { t, text } = words;
  const top = scaleTop(
    Math.max(0.01, ...circle.members.map((member) => member.pd ?? 0)),
  );
  const money = (id: "loans" | "gives" | "receives") =>
    amountColumn<CircleMember>(words, {
      id,
      head: `col.${id}`,
      rows: circle.members,
      of: (member) => ({ amount: member[id], currency: circle.currency }),
    });
  return sheetOf<CircleMember>({
    id: "members",
    label: t("tab.members"),
    file: `${circle.circle_id}-members`,
    rows: circle.members,
    keyOf: (member) => member.party.party_id,
    ...selection,
    onOpen: (id) => navigate(toParty(id)),
    columns: [
      {
        id: "band",
        head: t("col.band"),
        width: 56,
        value: (member) => member.band,
        show: (member) => <Band band={member.band} />,
      },
      {
        id: "firm",
        wide: true,
        head: t("col.firm"),
        value: (member) => words.name(member.party),
        show: (member) => <PartyName party={member.party} />,
      },
      { id: "role", head: t("col.role"), value: (member) => text(member.role) },
      {
        id: "controller",
        head: t("col.controller"),
        value: (member) => namesOf(controllersOf(circle, member), words),
        show: (member) => {
          const names = namesOf(controllersOf(circle, member), words);
          return names ? <Tag tone="control">{names}</Tag> : "–";
        },
      },
      money("loans"),
      money("gives"),
      money("receives"),
      {
        id: "pd",
        head: t("col.alone_with"),
        right: true,
        value: (member) =>
          `${words.percent(member.self_pd)} → ${words.percent(member.pd)}`,
        show: (member) => pdCell(member, words),
      },
      {
        id: "plot",
        head: "",
        label: t("col.increment"),
        width: 136,
        value: (member) => words.percent(member.increment),
        show: (member) =>
          member.pd !== null &&
          member.self_pd !== null && (
            <Dumbbell
              alone={member.self_pd}
              together={member.pd}
              band={member.band}
              top={top}
              length={120}
            />
          ),
      },
    ],
  });
}

/** The parties and links of one cycle, for lighting it in the picture. */
export function idsOf(cycle: Cycle, picture: Picture): string[] {
  const ids = cycle.parties.map((party) => party.party_id);
  const steps = new Set(ids.map((id, k) => `${id} ${ids[(k + 1) % ids.length]}`));
  const links = picture.edges.filter(
    (edge) => edge.loss !== "none" && steps.has(`${edge.source} ${edge.target}`),
  );
  return [...ids, ...links.map((edge) => edge.id)];
}

export function cycleSheet(
  circle: Circle,
  page: CyclePage | undefined,
  words: Words,
  picture: Picture,
  onLight: (ids: string[]) => void,
): Sheet {
  const { t } = words;
  const keyOf = (cycle: Cycle) =>
    cycle.parties.map((party) => party.party_id).join(" ");
  const rows = page?.items ?? [];
  return sheetOf<Cycle>({
    id: "cycles",
    label: t("tab.cycles"),
    file: `${circle.circle_id}-cycles`,
    rows,
    pending: page === undefined,
    note: page && <CompletenessLine completeness={page.completeness} />,
    keyOf,
    onSelect: (key) => {
      const cycle = rows.find((other) => keyOf(other) === key);
      if (cycle) onLight(idsOf(cycle, picture));
    },
    columns: [
      {
        id: "length",
        head: t("col.length"),
        right: true,
        width: 64,
        value: (cycle) => cycle.length,
      },
      {
        id: "cycle",
        flow: true,
        head: t("col.cycle"),
        value: (cycle) => cycle.parties.map((party) => words.brief(party)).join(" → "),
      },
      amountColumn(words, {
        id: "bottleneck",
        head: "col.bottleneck",
        rows,
        of: (cycle) => ({ amount: cycle.bottleneck, currency: circle.currency }),
      }),
    ],
  });
}
