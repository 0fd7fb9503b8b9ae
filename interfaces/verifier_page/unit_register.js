// Units as they stood on a day, and what their register shows.

import { fact, unitName, word } from "./cells.js";

/** How units are told. */
export const UNITS = Object.freeze({
  begin: ({ code, name, kind, level, parent }) => {
    return { code, name, kind, level, parent, endedOn: null, successor: null };
  },
  changes: {
    "unit.renamed": ({ name }) => (row) => (row.name = name),
    "unit.moved": ({ parent }) => (row) => (row.parent = parent),
    "unit.merged": ({ successor }) => (row, day) => {
      Object.assign(row, { endedOn: day, successor });
    },
    "unit.closed": () => (row, day) => (row.endedOn = day),
  },
  isListed: () => true,
});

export const UNIT_COLUMNS = Object.freeze({
  代码: fact("code"),
  名称: fact("name"),
  性质: word("kind", "unit_kind"),
  层级: word("level", "unit_level"),
  上级单位: unitName("parent"),
  撤并日期: fact("endedOn"),
  承接单位: unitName("successor"),
  标识: fact("id"),
});
