// How the tree of units changes: nothing under itself, nothing merged into what has ended.
//
// The tree holds an event only after it was found to be allowed.

import { Item } from "./records.js";

/** A unit: what it is called, and under which it was put last. */
class Unit extends Item {
  constructor({ code, name, parent }) {
    super("unit", code);
    this.name = name;
    this.parent = parent;
  }
}

function unitRegistered(event, county) {
  const { parent } = event.state;
  if (parent !== null) county.requireActive(event, parent);
}

function unitRenamed(event) {
  const { item, state: { name } } = event;
  event.require(name !== item.name, "名称没有变化", "the name is the same");
  item.name = name;
}

function unitMoved(event, county) {
  const { item, state: { parent } } = event;
  event.require(
    !county.tree.lineageOn(parent, event.day).includes(item.number), "不能隶属于自身或者下级",
    "a unit cannot be under itself",
  );
  event.require(parent !== item.parent, "隶属关系没有变化", "the parent is the same");
  county.requireActive(event, parent);
  item.parent = parent;
}

/** A unit is merged into one that has not ended, even on a later day. */
function unitMerged(event, county) {
  const { item, state: { successor } } = event;
  event.require(successor !== item.number, "不能并入自身", "a unit cannot merge into itself");
  county.requireActive(event, successor);
  event.require(
    county.tree.unit(successor).ending === null, `承接单位${successor}已经撤并`,
    `unit ${successor} has itself ended`,
  );
}

export const UNIT_RULES = Object.freeze({
  begun: (state) => new Unit(state),
  byTopic: {
    "unit.registered": unitRegistered,
    "unit.renamed": unitRenamed,
    "unit.moved": unitMoved,
    "unit.merged": unitMerged,
  },
});
